import { z } from 'zod';
import type { HttpVersion } from '../../core/outcome.ts';
import { Secret } from '../../core/secret.ts';
import type { SettingsIssue } from '../probe-type.ts';
import type { HttpRequest } from '../transport/types.ts';
import { filePath, secretText } from './secret.ts';
import { size } from './units.ts';

/** RFC 9110 §5.6.2. */
const token = /^[!#$%&'*+.^_`|~\dA-Za-z-]+$/;

interface BasicAuth {
  readonly username: string;
  readonly password?: Secret | undefined;
  readonly password_file?: string | undefined;
}

const basicAuth: z.ZodType<BasicAuth> = z.strictObject({
  username: z
    .string()
    .regex(/^[^:]*$/, 'a user name has no colon (RFC 7617): what follows it would be read as the password')
    .describe('User name.'),
  password: secretText.optional().describe('Password.'),
  password_file: filePath.optional().describe('File with the password, instead of `password`.'),
});

type RequestKeys = {
  readonly method: z.ZodDefault<z.ZodString>;
  readonly headers: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodType<Secret, string>>>;
  readonly body: z.ZodDefault<z.ZodNullable<z.ZodString>>;
  readonly basic_auth: z.ZodDefault<z.ZodNullable<z.ZodType<BasicAuth>>>;
  readonly bearer_token: z.ZodOptional<z.ZodType<Secret, string>>;
  readonly bearer_token_file: z.ZodOptional<z.ZodType<string, string>>;
  readonly redirects: z.ZodDefault<z.ZodNumber>;
  readonly cache: z.ZodDefault<z.ZodEnum<{ bust: 'bust'; allow: 'allow' }>>;
  readonly http2: z.ZodDefault<z.ZodBoolean>;
  readonly max_body: z.ZodPrefault<z.ZodType<number, string>>;
};

/** What is asked, and how far to go for the answer. */
export const requestKeys: RequestKeys = {
  method: z
    .string()
    .regex(token, 'write a method such as GET or POST')
    .default('GET')
    .describe('Method, sent as written.'),
  headers: z
    .record(z.string().regex(token, 'not a name of a header'), secretText)
    .default({})
    .describe('Headers to send. Their values are secret, and do not follow a redirect to another origin.'),
  body: z.string().nullable().default(null).describe('Body to send.'),
  basic_auth: basicAuth.nullable().default(null).describe('User name and password to send (RFC 7617).'),
  bearer_token: secretText.optional().describe('Token to send (RFC 6750).'),
  bearer_token_file: filePath.optional().describe('File with the token, instead of `bearer_token`.'),
  redirects: z
    .int()
    .min(0)
    .max(20)
    .default(5)
    .describe('How many redirects to follow; 0: a redirect is the answer.'),
  cache: z
    .enum(['bust', 'allow'])
    .default('bust')
    .describe(
      '`bust`: a query that no cache has seen makes the server itself answer. `allow`: the address as it is.',
    ),
  http2: z
    .boolean()
    .default(false)
    .describe(
      'Whether to offer HTTP/2 besides HTTP/1.1, over https only; the server chooses. `http_version` tells them apart.',
    ),
  max_body: size
    .refine(bytes => bytes > 0, 'write 1B or more')
    .prefault('1MiB')
    .describe('Largest body, after decoding; a larger one is a failure.'),
};

/** The keys above, read. */
export type RequestSettings = z.output<z.ZodObject<RequestKeys>>;

/** The keys about headers alone, read. */
export type HeaderSettings = Pick<
  RequestSettings,
  'headers' | 'basic_auth' | 'bearer_token' | 'bearer_token_file'
>;

/** The headers of a request as configured, credentials among them, all secret. */
export function toHeaders(settings: HeaderSettings): HttpRequest['headers'] {
  const authorization = authorizationOf(settings);
  return [
    ...Object.entries(settings.headers),
    ...(authorization === null ? [] : [['authorization', new Secret(authorization)] as const]),
  ];
}

function authorizationOf({ basic_auth, bearer_token }: HeaderSettings): string | null {
  if (bearer_token !== undefined) return `Bearer ${bearer_token.reveal()}`;
  if (basic_auth === null) return null;
  const credentials = `${basic_auth.username}:${basic_auth.password?.reveal() ?? ''}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** What decides whether HTTP/2 can be spoken. */
interface VersionSettings {
  readonly url: URL;
  readonly fallback_url: URL | null;
  readonly method: string;
  readonly http2: boolean;
  readonly http_version?: readonly HttpVersion[] | undefined;
}

/** Mistakes about HTTP/2. */
export function versionContradictions(settings: VersionSettings): readonly SettingsIssue[] {
  const { url, fallback_url, method, http2, http_version = [] } = settings;
  if (!http2) {
    const isHopeless = http_version.length > 0 && http_version.every(version => version === '2');
    return isHopeless ? [{ path: ['http_version'], message: 'for HTTP/2, write `http2: true` too' }] : [];
  }
  const plain = [['url', url] as const, ['fallback_url', fallback_url] as const].find(
    ([, address]) => address?.protocol === 'http:',
  );
  if (plain !== undefined) {
    return [{ path: ['http2'], message: `HTTP/2 is spoken over https only, and \`${plain[0]}\` is http` }];
  }
  if (method !== 'CONNECT') return [];
  return [{ path: ['http2'], message: 'CONNECT is for HTTP/1.1 alone: leave one of them out' }];
}

/** Headers that belong to the connection, not to the request. */
const ownHeaders = new Set([
  'connection',
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** Mistakes between these keys. */
export function requestContradictions(settings: HeaderSettings): readonly SettingsIssue[] {
  return [...headerIssues(settings), ...credentialIssues(settings)];
}

function headerIssues({ headers }: HeaderSettings): readonly SettingsIssue[] {
  const seen = new Set<string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    const message = complaintAbout(lower, value, seen);
    seen.add(lower);
    return message === null ? [] : [{ path: ['headers', name], message }];
  });
}

function complaintAbout(name: string, value: Secret, seen: ReadonlySet<string>): string | null {
  if (seen.has(name)) return 'the same header twice, in different case';
  if (ownHeaders.has(name)) return "this header is the program's own";
  // RFC 9110 §5.5: visible ASCII, spaces and tabs, and bytes that we send as they are.
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value.reveal())
    ? null
    : 'a header can hold Latin letters, digits and signs only';
}

function credentialIssues(settings: HeaderSettings): readonly SettingsIssue[] {
  const { basic_auth, bearer_token, bearer_token_file, headers } = settings;
  const issues: SettingsIssue[] = [];
  const ways = [
    basic_auth === null ? [] : ['basic_auth'],
    bearer_token === undefined ? [] : ['bearer_token'],
    Object.keys(headers)
      .filter(name => name.toLowerCase() === 'authorization')
      .map(name => `the header ${name}`),
  ].flat();
  const [first, second] = ways;
  if (second !== undefined)
    issues.push({ path: [], message: `${first} and ${second} contradict each other` });
  if (basic_auth !== null && basic_auth.password === undefined) {
    issues.push({ path: ['basic_auth'], message: 'write password or password_file' });
  }
  if (bearer_token !== undefined && !/^[\x21-\x7e]+$/.test(bearer_token.reveal())) {
    const message = 'a token is one word of letters, digits and signs: nothing else can be sent (RFC 6750)';
    issues.push({ path: ['bearer_token'], message });
  }
  if (bearer_token_file !== undefined && bearer_token === undefined) {
    issues.push({ path: ['bearer_token_file'], message: 'the file was not read' });
  }
  return issues;
}
