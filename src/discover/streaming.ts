import { readAt } from '../core/json-text.ts';
import type { DiscoveryHint } from '../preset/preset.ts';
import type { InstanceFacts } from './instance.ts';
import { objectionTo, webOriginOf } from './reach.ts';
import { shown } from './shown.ts';

/** Where the streaming API is, and how that is known. */
export interface StreamingFacts {
  /** null: nobody says. */
  readonly origin: { readonly value: string; readonly from: string } | null;
  /** Addresses that were named and are not used, with the reason. */
  readonly refused: readonly string[];
}

/**
 * Reads where streaming is off the instance API (2: `configuration.urls.streaming`; 1: `urls.streaming_api`), or failing
 * that off hints. The first that may be used counts.
 */
export function findStreaming(
  instance: InstanceFacts | null,
  hints: readonly DiscoveryHint[],
  home: string,
): StreamingFacts {
  const refused: string[] = [];
  for (const { value, from } of [...named(instance), ...hints.slice(0, 4)]) {
    const origin = webOriginOf(value);
    if (origin === null) continue;
    const objection = objectionTo(origin, home);
    if (objection === null) return { origin: { value: origin, from }, refused };
    refused.push(`${shown(origin)} (${from}) ${objection}`);
  }
  return { origin: null, refused };
}

function named(instance: InstanceFacts | null): readonly DiscoveryHint[] {
  if (instance === null) return [];
  return ['configuration.urls.streaming', 'urls.streaming_api'].map(place => ({
    value: readAt(instance.document, `$.${place}`),
    from: `${place} in ${instance.path}`,
  }));
}
