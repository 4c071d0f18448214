import { nameOf, withPort } from '../core/diagnosis/host.ts';
import { domainToUnicode } from '../probe/domain-name.ts';
import { describeReply, isPage, type Reply } from './asker.ts';
import type { Failures } from './survey.ts';

/** Why nothing was found, and what to do about it. */
export interface Explanation {
  readonly message: string;
  readonly advice: readonly string[];
}

/** Reads off the answers to the first questions why there is no server to write of. */
export function explainNothing(domain: string, failures: Failures): Explanation {
  const replies = [...failures.values()];
  const found = explanations.find(({ applies }) => replies.every(applies));
  const reply = replies.find(({ kind }) => kind === 'silence') ?? replies[0];
  const what = reply === undefined ? 'nothing was asked' : describeReply(reply);
  return found === undefined
    ? {
        message: `nothing that belongs to a fediverse server is at ${domain}: ${what}`,
        advice: isItTheDomain,
      }
    : { message: found.message(domain, what), advice: found.advice(domain) };
}

const isItTheDomain = [
  'Is this the domain in handles (@someone@DOMAIN) or of the pages?',
  'If so, its web server does not route /.well-known to the fediverse server.',
];

interface Pattern {
  readonly applies: (reply: Reply) => boolean;
  readonly message: (domain: string, what: string) => string;
  readonly advice: (domain: string) => readonly string[];
}

const explanations: readonly Pattern[] = [
  {
    applies: reply => codeOf(reply) === 'dns_nxdomain',
    message: domain => `there is no such name: ${asTyped(domain)}`,
    advice: () => ['Is it spelt right? If so, has the domain expired, or has its DNS lost the record?'],
  },
  {
    applies: reply => codeOf(reply).startsWith('dns'),
    message: (domain, what) => `${domain} cannot be looked up: ${what}`,
    advice: () => ['Look at the name servers of the domain, and at the resolver of this machine.'],
  },
  {
    applies: reply => codeOf(reply).startsWith('tls'),
    message: (domain, what) => `${domain} cannot be trusted: ${what}`,
    advice: domain => [`See: openssl s_client -connect ${withPort(domain)} -servername ${nameOf(domain)}`],
  },
  {
    applies: reply => codeOf(reply) === 'redirect_loop' || codeOf(reply) === 'too_many_redirects',
    message: (domain, what) => `${domain} redirects without end: ${what}`,
    advice: () => [
      'Mastodon does so when its proxy does not say that the request came over TLS:',
      'proxy_set_header X-Forwarded-Proto $scheme;',
    ],
  },
  {
    applies: ({ kind }) => kind === 'silence',
    message: (domain, what) => `${domain} is down, or does not answer us: ${what}`,
    advice: () => ['Does its web server run, and does a firewall let this machine through?'],
  },
  {
    applies: reply => reply.kind === 'answer' && reply.status === 200 && isPage(reply),
    message: domain => `${domain} answers everything with a page, which proves nothing`,
    advice: () => [
      'Nodeinfo, host-meta, webfinger and the instance API must be documents, not pages.',
      'A single-page application in front answers so: is this the name of the server itself?',
    ],
  },
  {
    applies: reply => reply.kind === 'answer' && reply.status >= 500,
    message: (domain, what) => `${domain} is down: everything that was asked for has ${what}`,
    advice: () => ['Its proxy answers, but not what is behind it: does that run?'],
  },
  {
    applies: reply => reply.kind === 'answer' && reply.status === 401,
    message: domain => `${domain} wants a password: status 401 for everything that was asked for`,
    advice: () => [
      'A password in front of everything keeps out apps and other servers as well.',
      'Let /.well-known, /nodeinfo and /api through, or ask again once the server is open.',
    ],
  },
  {
    applies: reply => reply.kind === 'answer' && reply.status === 403,
    message: domain => `${domain} refuses us: status 403 for everything that was asked for`,
    advice: () => [
      'Its bot protection, or a rule on IP addresses, may keep this machine out.',
      'The user agent begins with fedistatus/: let it in.',
      'Or it does not go by this name: Mastodon refuses requests to any but its own.',
    ],
  },
  {
    applies: reply => reply.kind === 'answer' && reply.status === 410,
    message: domain => `${domain} is gone for good: status 410 for everything that was asked for`,
    advice: () => ['Mastodon answers so in its self-destruct mode.'],
  },
];

/** Nobody sees in `xn--…` whether it is spelt right. */
function asTyped(domain: string): string {
  const readable = domainToUnicode(domain);
  return readable === domain ? domain : `${readable} (${domain})`;
}

function codeOf(reply: Reply): string {
  return reply.kind === 'silence' ? reply.code : '';
}
