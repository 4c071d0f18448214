import { z } from 'zod';

const message = 'write an address that begins with https:// or http://, such as https://example.social/about';

/** An address of the web, without credentials: no complaint repeats what was written, since it may hold a password. */
export const httpUrl: z.ZodType<URL, string> = z
  .string({ error: message })
  .meta({ format: 'uri', pattern: '^[Hh][Tt][Tt][Pp][Ss]?://' })
  .transform((text, context) => {
    const url = URL.parse(text);
    const complaint = url === null ? message : complaintAbout(url, text);
    if (url !== null && complaint === null) return url;
    context.addIssue({ code: 'custom', message: complaint ?? message });
    return z.NEVER;
  });

function complaintAbout(url: URL, text: string): string | null {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return message;
  if (url.username !== '' || url.password !== '') {
    return 'an address shows in metrics and logs: write its user name and password in basic_auth';
  }
  if (text.includes('${')) {
    return 'an address shows in metrics and logs: no ${NAME} is replaced in it, write secrets in headers, basic_auth or bearer_token';
  }
  return url.port === '0' ? 'a port is a number from 1 to 65535' : null;
}

/** Scheme and host, and nothing else. */
export const originUrl: z.ZodType<URL, string> = httpUrl.refine(
  ({ pathname, search, hash }) => pathname === '/' && search === '' && hash === '',
  'write scheme and host only, such as https://social.example',
);

/** An address for people and metric labels: no credentials, no query, no fragment. */
export function publicUrl(url: URL): string {
  return url.origin + url.pathname;
}
