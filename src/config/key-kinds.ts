/** Kinds of values that only the configuration itself has. */
import { z } from 'zod';
import type { LocalizedText } from '../core/component.ts';
import { normaliseDomain } from '../probe/domain-name.ts';
import { kind } from '../probe/keys/kind.ts';
import { parseAddress } from '../probe/keys/units.ts';
import { originOf } from '../probe/origin.ts';
import type { ListenAddress } from './config.ts';

/** `host:port`, or `:port` for every interface (then the host is empty). Port 0: any that is free. */
export const listenAddress: z.ZodType<ListenAddress, string> = kind(
  'host:port',
  'write host:port, such as 127.0.0.1:10061, [::1]:10061, or :10061 for every interface',
  text => {
    const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/@[\]]+))?:(\d{1,5})$/.exec(text);
    if (match === null || Number(match[3]) > 65_535) return null;
    return { host: match[1] ?? match[2] ?? '', port: Number(match[3]) };
  },
);

/** One text for every reader, or one for each language. */
export const localizedText: z.ZodType<LocalizedText> = z.union([
  z.string().min(1, 'write a text, or leave the key out'),
  z
    .record(
      z
        .string()
        .regex(
          /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/,
          'write the tag of a language, such as en, ko or pt-BR',
        ),
      z.string().min(1, 'write a text, or leave the key out'),
    )
    .refine(
      texts => Object.keys(texts).length > 0,
      'write a text, or one for each language: { en: …, ko: … }',
    ),
]);

/** A server's name in its one form. */
export const domainName: z.ZodType<string, string> = kind(
  'domain',
  'write the name alone, such as social.example, without https://, path or @',
  normaliseDomain,
);

/** A host, or an origin in full; `wss:` and `ws:` stand for `https:` and `http:`. Read into an origin. */
export const originText: z.ZodType<string, string> = kind(
  'host or origin',
  'write a host such as www.social.example, or an origin such as https://www.social.example, without a path',
  text => {
    if (!text.includes('://')) {
      const host = normaliseDomain(text);
      return host === null ? null : originOf(host);
    }
    const url = URL.parse(text);
    if (url === null || !/^(?:https?|wss?):$/.test(url.protocol)) return null;
    const isOrigin = url.pathname === '/' && `${url.search}${url.hash}${url.username}${url.password}` === '';
    return isOrigin ? `${url.protocol.replace(/^ws/, 'http')}//${url.host}` : null;
  },
);

/** An absolute http or https URL without credentials, as it is written. */
export const httpUrl: z.ZodType<string, string> = kind(
  'URL',
  'write a URL such as https://media.social.example/check.txt, without user name and password',
  text => (isPlainHttpUrl(text) ? text : null),
);

/** Whether a text is an absolute http or https URL without credentials. */
export function isPlainHttpUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && `${url.username}${url.password}` === '';
}

/** `name`, `@name` or `name@domain`; the leading `@` is dropped. Whether the domain is its own is seen later. */
export const accountName: z.ZodType<string, string> = kind(
  'account',
  'write the name of an account, such as admin',
  text => /^@?([A-Za-z0-9_](?:[\w.-]*\w)?(?:@[^\s@/]+)?)$/.exec(text.trim())?.[1] ?? null,
);

/** Text that can stand in a header of a request. */
export const headerText: z.ZodType<string, string> = kind(
  'text',
  'write a text of printable ASCII characters',
  text => (/^[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*$/.test(text) ? text.trim() : null),
);

/** An address that tells whether the prober is online. */
export const reference: z.ZodType<string, string> = kind(
  'URL',
  'write https://host/…, http://host/… or tcp://host:port, without user name and password',
  text => {
    const target = text.startsWith('tcp://') ? text.slice('tcp://'.length) : null;
    const isAddress = target === null ? isPlainHttpUrl(text) : parseAddress(target) !== null;
    return isAddress ? text : null;
  },
);
