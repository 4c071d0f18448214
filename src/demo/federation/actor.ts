import { jsonAnswer } from '../answers.ts';
import { type Endpoint, wantsActivity } from '../endpoint.ts';
import type { DemoAnswer, DemoRequest } from '../message.ts';

/** What an actor says of itself. */
export interface ActorFields {
  readonly id: string;
  readonly type: 'Person' | 'Application' | 'Service';
  readonly preferredUsername: string;
  readonly name?: string;
  /** The page for people. */
  readonly url: string;
}

/** An actor document (ActivityPub §4.1). */
export function actorDocument(fields: ActorFields, origin: string): object {
  const { id } = fields;
  return {
    '@context': ['https://www.w3.org/ns/activitystreams', 'https://w3id.org/security/v1'],
    ...fields,
    inbox: `${id}/inbox`,
    outbox: `${id}/outbox`,
    publicKey: {
      id: `${id}#main-key`,
      owner: id,
      publicKeyPem: '-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n',
    },
    endpoints: { sharedInbox: `${origin}/inbox` },
  };
}

/** How one software shows an actor. */
export interface ActorStyle {
  /** Where it is. */
  readonly path: string | RegExp;
  readonly fields: ActorFields;
  readonly cache?: string;
  /** Which requests are for the document rather than for a page; those that ask for ActivityPub unless given. */
  readonly accepts?: (request: DemoRequest) => boolean;
  /** Answer to requests without a signature, where only signed ones are answered. */
  readonly unsigned?: DemoAnswer;
}

/** The actor document of an account. */
export function actor({ path, fields, cache, accepts = wantsActivity, unsigned }: ActorStyle): Endpoint {
  return {
    path,
    accepts,
    component: 'activitypub',
    // A request without a signature is refused before anything is looked up.
    needs: unsigned === undefined ? ['database'] : [],
    answer: () =>
      unsigned ??
      jsonAnswer(actorDocument(fields, new URL(fields.id).origin), {
        type: 'application/activity+json; charset=utf-8',
        ...(cache !== undefined && { cache }),
      }),
  };
}
