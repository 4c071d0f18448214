import { z } from 'zod';
import type { Assertion } from '../core/assertion.ts';
import type { Probe } from '../core/component.ts';

/** What a probe may know of the server that its component belongs to. */
export interface ServerContext {
  /** The name in handles. May carry a port (`localhost:3000`). */
  readonly domain: string;
  /** Origin of the pages and of the API, such as `https://social.example`. */
  readonly webOrigin: string;
  /** An account that always exists, without `@` and domain. */
  readonly account: string | null;
}

/** What every probe is given, the same for all of them. */
export interface ProbeEnvironment {
  /** `fedistatus/<version> (+<contact>)`: never empty, since some servers refuse that (GoToSocial: 418). */
  readonly userAgent: string;
}

/** A component's own part of the configuration, checked and ready to run. */
export interface PreparedProbe {
  /** What is probed, for people and for a metric label: no credentials, no query. */
  readonly target: string;
  readonly assertions: readonly Assertion[];
  /** Requests that one healthy run sends. For the promise of politeness. */
  readonly requests: number;
  /** A probe with no state shared with any other: call again for a second, independent one. */
  start(environment: ProbeEnvironment): Probe;
}

/** A mistake in a component's settings that its types cannot express. `path` is relative to the component. */
export interface SettingsIssue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

export type PrepareResult =
  | { readonly ok: true; readonly prepared: PreparedProbe }
  | { readonly ok: false; readonly issues: readonly SettingsIssue[] };

/** One way to ask a component. The registry is `probe/index.ts`. */
export interface ProbeType {
  /** The value of the key `type`. */
  readonly name: string;
  /** One line for the reference page. */
  readonly summary: string;
  /** The keys of a component of this type besides the common ones, each with its description. */
  readonly settings: z.ZodObject;
  prepare(input: unknown, server: ServerContext): PrepareResult;
}

export interface ProbeTypeDefinition<Shape extends z.ZodRawShape> {
  readonly name: string;
  readonly summary: string;
  readonly settings: z.ZodObject<Shape>;
  /** Contradictions between keys: each a message for the operator. */
  readonly contradictions?: (settings: z.output<z.ZodObject<Shape>>) => readonly SettingsIssue[];
  readonly prepare: (settings: z.output<z.ZodObject<Shape>>, server: ServerContext) => PreparedProbe;
}

/** Makes a probe type of its parts, keeping the type of its settings to itself. */
export function defineProbeType<Shape extends z.ZodRawShape>(
  definition: ProbeTypeDefinition<Shape>,
): ProbeType {
  const { name, summary, settings, contradictions = () => [] } = definition;
  return {
    name,
    summary,
    settings,
    prepare(input, server) {
      const parsed = settings.safeParse(input);
      if (!parsed.success) return { ok: false, issues: parsed.error.issues };
      const issues = contradictions(parsed.data);
      if (issues.length > 0) return { ok: false, issues };
      return { ok: true, prepared: definition.prepare(parsed.data, server) };
    },
  };
}
