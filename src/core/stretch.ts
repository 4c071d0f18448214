import type { Span } from './span.ts';

/**
 * `watched`: results came in, so silence is never taken for up or down. `maintenance`: an announced window was in
 * force, which stays true when it is taken out of the configuration afterwards.
 */
export const stretchKinds = ['watched', 'maintenance'] as const;

export type StretchKind = (typeof stretchKinds)[number];

/** Time of one component of which something is known. */
export interface Stretch extends Span {
  readonly kind: StretchKind;
  readonly server: string;
  readonly component: string;
}
