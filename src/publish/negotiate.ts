/**
 * Which representation a reader gets. The choice among media types is negotiator's (RFC 9110 §12.5, quality values and
 * parameters); here is what we offer.
 */
import Negotiator from 'negotiator';
import type { ExpositionFormat } from './exposition.ts';

/** A representation that can be asked for. */
export interface Offer<Kind extends string> {
  readonly kind: Kind;
  /** As asked for, without charset. */
  readonly mediaType: string;
}

/**
 * The representation that suits the reader best; the first offer where the header is absent, or names nothing that we
 * have: a scraper can do more with the standard format than with a 406.
 */
export function negotiate<Kind extends string>(
  accept: string | undefined,
  offers: readonly [Offer<Kind>, ...Offer<Kind>[]],
): Kind {
  const chosen = new Negotiator({ headers: { accept } }).mediaTypes(
    offers.map(({ mediaType }) => mediaType),
  )[0];
  return (offers.find(({ mediaType }) => mediaType === chosen) ?? offers[0]).kind;
}

/** Whether the reader prefers (or equally takes) the text compressed (RFC 9110 §12.5.3). */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  if (acceptEncoding === undefined) return false;
  const headers = { 'accept-encoding': acceptEncoding };
  return new Negotiator({ headers }).encodings(['gzip', 'identity'])[0] === 'gzip';
}

/**
 * How Prometheus 3 asks for names to be written that only UTF-8 can express. Ours are plain in every scheme, so any
 * scheme asked for is met.
 */
const escapings = [
  '',
  '; escaping=allow-utf-8',
  '; escaping=underscores',
  '; escaping=dots',
  '; escaping=values',
];

function offersOf(kind: ExpositionFormat, mediaType: string): readonly Offer<ExpositionFormat>[] {
  return escapings.map(escaping => ({ kind, mediaType: mediaType + escaping }));
}

/** What a metrics page offers: the older text format unless OpenMetrics is asked for. */
export const expositionOffers: readonly [Offer<ExpositionFormat>, ...Offer<ExpositionFormat>[]] = [
  { kind: 'text', mediaType: 'text/plain; version=0.0.4' },
  ...offersOf('text', 'text/plain; version=0.0.4'),
  ...offersOf('openmetrics', 'application/openmetrics-text; version=1.0.0'),
];

/** The full Content-Type of a format: Prometheus 3 refuses an answer without one. */
export const expositionContentTypes: Readonly<Record<ExpositionFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};
