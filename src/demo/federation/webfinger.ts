import { jsonAnswer } from '../answers.ts';
import { type Endpoint, takesOneOf } from '../endpoint.ts';
import type { DemoAnswer } from '../message.ts';
import type { Site } from '../site.ts';
import { accountName, handle } from './resource.ts';

/** Link to the page for people. */
export function profileLink(href: string): object {
  return { rel: 'http://webfinger.net/rel/profile-page', type: 'text/html', href };
}

/** Link to the ActivityPub actor. */
export function selfLink(href: string): object {
  return { rel: 'self', type: 'application/activity+json', href };
}

/** Link to the form that follows an account of another server. */
export function subscribeLink(template: string): object {
  return { rel: 'http://ostatus.org/schema/1.0/subscribe', template };
}

/** How one software does webfinger (RFC 7033). */
export interface WebfingerStyle {
  /** Media type of the document, with parameters. */
  readonly type: string;
  readonly cache?: string;
  /** Address of the page for people. */
  readonly page: string;
  /** Id of the actor. */
  readonly actor: string;
  /** Links besides `profile-page` and `self`. */
  readonly links?: readonly object[];
  /** Id of the actor that stands for the server; without it there is none. */
  readonly instanceActor?: string;
  /** The name that it answers to; the domain unless given. */
  readonly instanceName?: string;
  /** Answer to an account that is not there. */
  readonly unknown: DemoAnswer;
  /** Answer to an account of another server; `unknown` unless given. */
  readonly foreign?: DemoAnswer;
  /** Answer to a resource that is missing or no address. */
  readonly unreadable: DemoAnswer;
  /** For how long copies outlive the database, in milliseconds. */
  readonly outlivesDatabaseMs?: number;
  /** Answer to a client that takes no JSON; without it `Accept` is not looked at. */
  readonly notAcceptable?: DemoAnswer;
}

/** Webfinger for the account and, where there is one, for the actor of the server itself. */
export function webfinger(site: Site, style: WebfingerStyle): Endpoint {
  const {
    type,
    cache,
    unknown,
    foreign = unknown,
    unreadable,
    outlivesDatabaseMs = 0,
    notAcceptable,
  } = style;
  return {
    path: '/.well-known/webfinger',
    component: 'activitypub',
    needs: ['database'],
    outlivesDatabaseMs,
    answer: request => {
      if (notAcceptable !== undefined && !takesOneOf(jsonTypes, request)) return notAcceptable;
      const name = accountName(site, request.query.get('resource') ?? '');
      if (name === null) return unreadable;
      if (name === '') return foreign;
      const document = documentFor(site, style, name);
      if (document === null) return unknown;
      return jsonAnswer(document, { type, ...(cache !== undefined && { cache }) });
    },
  };
}

const jsonTypes = ['application/jrd+json', 'application/json'];

function documentFor(site: Site, style: WebfingerStyle, name: string): object | null {
  const { page, actor, links = [], instanceActor, instanceName = site.localDomain } = style;
  if (name === site.account) {
    return {
      subject: `acct:${handle(site)}`,
      aliases: [page, actor],
      links: [profileLink(page), selfLink(actor), ...links],
    };
  }
  if (name !== instanceName || instanceActor === undefined) return null;
  return {
    subject: `acct:${instanceName}@${site.localDomain}`,
    aliases: [instanceActor],
    links: [selfLink(instanceActor)],
  };
}
