import type { Component } from '../core/component.ts';
import { evidenceToJson } from '../core/evidence.ts';
import type { Result } from '../core/result.ts';
import { collectFamilies } from './catalogue/family.ts';
import { runCatalogue } from './catalogue.ts';
import { textOfPage } from './exposition.ts';
import { prettyJson } from './json.ts';
import { expositionContentTypes, expositionOffers, negotiate, type Offer } from './negotiate.ts';
import type { Publication } from './publisher.ts';

const offers: readonly [Offer<'text' | 'openmetrics' | 'json'>, ...Offer<'text' | 'openmetrics' | 'json'>[]] =
  [...expositionOffers, { kind: 'json', mediaType: 'application/json' }];

/** The result of one probe on demand: the metrics that a single run has, or JSON where the reader prefers that. */
export async function publishProbeResult(
  component: Component,
  result: Result,
  accept: string | undefined,
): Promise<Publication> {
  const kind = negotiate(accept, offers);
  const headers = { Vary: 'Accept' };
  if (kind === 'json') return { ...prettyJson(evidenceToJson(result)), headers };
  const runs = collectFamilies(runCatalogue, { components: [{ component, current: result }] });
  return {
    status: 200,
    contentType: expositionContentTypes[kind],
    headers,
    body: await textOfPage(runs, kind),
  };
}
