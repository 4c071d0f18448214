import { ProbeFailure } from '../failure.ts';
import { parseObject, toObject } from '../json-object.ts';

/** Lemmy's own proxy configuration knows the actor by exactly this. */
export const actorAccept = 'application/activity+json';

/** What an actor document must have, for people. */
export const actorExpected = 'an actor with id, inbox and publicKey, or 401 for want of a signature';

/**
 * Checks that other servers can work with an actor document (ActivityPub §4.1): it names itself, an inbox and a key.
 * @returns its id.
 * @throws {ProbeFailure} `actor_invalid`.
 */
export function readActor(text: string): string {
  const actor = parseObject(text, 'actor_invalid');
  const lacking = ['id', 'inbox'].filter(name => !isFilled(actor.get(name)));
  // JSON-LD makes no difference between one and a list of one, nor between a key and its address.
  const keys = [actor.get('publicKey')].flat();
  if (!keys.some(key => toObject(key) !== null || isFilled(key))) lacking.push('publicKey');
  const id = actor.get('id');
  if (lacking.length === 0 && typeof id === 'string') return id;
  throw new ProbeFailure('actor_invalid', `a document without ${lacking.join(', ')}`);
}

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}
