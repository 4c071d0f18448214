/**
 * Prometheus' web configuration file: TLS, basic auth and headers of our own listeners. The format and its defaults are
 * https://prometheus.io/docs/prometheus/latest/configuration/https/; `promtool check web-config` reads the same files.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { createSecureContext } from 'node:tls';
import { z } from 'zod';
import { errorCode } from '../core/error-code.ts';
import { Secret } from '../core/secret.ts';
import type { ClientAuth, WebSecurity, WebTls } from '../core/web-security.ts';
import { ConfigError } from './errors.ts';
import { checkValue, type Mistake } from './explain.ts';
import type { TextResult } from './text.ts';
import { cipherSuite, curves } from './tls-names.ts';
import { readYaml } from './yaml-source.ts';

/** What a file says, and which files that comes from. */
export interface LoadedWebConfig {
  readonly security: WebSecurity;
  /** Absolute paths of everything that was read. */
  readonly files: readonly string[];
}

const versions = { TLS10: 'TLSv1', TLS11: 'TLSv1.1', TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const;

const version = z.enum(['TLS10', 'TLS11', 'TLS12', 'TLS13']).transform(name => versions[name]);

const clientAuths: Readonly<Record<ClientAuthType, ClientAuth>> = {
  NoClientCert: { request: false, require: false, verify: false },
  RequestClientCert: { request: true, require: false, verify: false },
  RequireClientCert: { request: true, require: true, verify: false },
  RequireAnyClientCert: { request: true, require: true, verify: false },
  VerifyClientCertIfGiven: { request: true, require: false, verify: true },
  RequireAndVerifyClientCert: { request: true, require: true, verify: true },
};

const clientAuthTypes = [
  'NoClientCert',
  'RequestClientCert',
  'RequireClientCert',
  'RequireAnyClientCert',
  'VerifyClientCertIfGiven',
  'RequireAndVerifyClientCert',
] as const;

type ClientAuthType = (typeof clientAuthTypes)[number];

const tlsSchema = z.strictObject({
  cert_file: z.string(),
  key_file: z.string(),
  client_auth_type: z.enum(clientAuthTypes).default('NoClientCert'),
  client_ca_file: z.string().nullish(),
  min_version: version.default('TLSv1.2'),
  max_version: version.default('TLSv1.3'),
  cipher_suites: z.array(cipherSuite).nullish(),
  prefer_server_cipher_suites: z.boolean().default(true),
  curve_preferences: z.array(z.enum(['CurveP256', 'CurveP384', 'CurveP521', 'X25519'])).nullish(),
});

/** The headers that Prometheus' programs let a file set, and no others. */
const headersSchema = z.strictObject({
  'Content-Security-Policy': z.string().optional(),
  'Strict-Transport-Security': z.string().optional(),
  'X-Content-Type-Options': z.literal('nosniff').optional(),
  'X-Frame-Options': z.enum(['deny', 'sameorigin']).optional(),
  'X-XSS-Protection': z.string().optional(),
});

const bcryptHash = z
  .string()
  .regex(/^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/, 'write a bcrypt hash, as `htpasswd -nBC 10 ""` makes it')
  .transform(hash => new Secret(hash));

const fileSchema = z.strictObject({
  tls_server_config: tlsSchema.nullish(),
  http_server_config: z
    .strictObject({
      // For files shared with other programs: this one speaks HTTP/1.1 whatever is written here.
      http2: z.boolean().optional(),
      headers: headersSchema.nullish(),
    })
    .nullish(),
  basic_auth_users: z.record(z.string(), bcryptHash).nullish(),
});

type TlsSettings = z.output<typeof tlsSchema>;

/** Reads a web configuration file and what it names. Throws a {@link ConfigError} with every mistake in it. */
export function loadWebConfig(path: string): LoadedWebConfig {
  const files = [path];
  const read = readText(path);
  if (!read.ok) throw new ConfigError(path, [{ line: 1, column: 1, path: [], message: read.message }]);
  const yaml = readYaml(read.text);
  if (!yaml.ok) throw new ConfigError(path, yaml.issues);
  const { source } = yaml;
  const refuse = (mistakes: readonly Mistake[]): never => {
    throw new ConfigError(
      path,
      mistakes.map(mistake => ({ ...mistake, ...source.positionOf(mistake.path, mistake.target) })),
    );
  };
  const checked = checkValue(fileSchema, source.value ?? {}, []);
  if (!checked.ok) return refuse(checked.mistakes);
  const { tls_server_config: tls, http_server_config: http, basic_auth_users: users } = checked.data;
  const readNamed = (name: string): TextResult => {
    const file = resolve(dirname(path), name);
    files.push(file);
    return readText(file);
  };
  const result = tls ? readTls(tls, readNamed) : null;
  if (result !== null && 'mistakes' in result) return refuse(result.mistakes);
  const security: WebSecurity = {
    tls: result,
    headers: definedOnly(http?.headers ?? {}),
    users: new Map(Object.entries(users ?? {})),
  };
  return { security, files };
}

interface Refused {
  readonly mistakes: readonly Mistake[];
}

function readTls(settings: TlsSettings, readNamed: (name: string) => TextResult): WebTls | Refused {
  const clientAuth = clientAuths[settings.client_auth_type];
  const ca = settings.client_ca_file ?? null;
  if (ca !== null && !clientAuth.request) {
    return refused('client_auth_type', 'is missing: `client_ca_file` means nothing without it');
  }
  const certificate = readNamed(settings.cert_file);
  if (!certificate.ok) return refused('cert_file', certificate.message);
  const key = readNamed(settings.key_file);
  if (!key.ok) return refused('key_file', key.message);
  const clientCa = ca === null ? null : readNamed(ca);
  if (clientCa?.ok === false) return refused('client_ca_file', clientCa.message);
  try {
    createSecureContext({ cert: certificate.text, key: key.text, ...(clientCa && { ca: clientCa.text }) });
  } catch {
    return refused(
      'key_file',
      'is no key in PEM without a password that belongs to the certificate of `cert_file`',
    );
  }
  return {
    certificate: certificate.text,
    key: new Secret(key.text),
    clientCa: clientCa?.text ?? null,
    clientAuth,
    minVersion: settings.min_version,
    maxVersion: settings.max_version,
    cipherSuites: joined(settings.cipher_suites),
    preferServerCipherSuites: settings.prefer_server_cipher_suites,
    curves: joined(settings.curve_preferences?.map(name => curves[name])),
  };
}

/** An empty list means the defaults, as to Prometheus: OpenSSL would take it for none at all, and refuse everybody. */
function joined(names: readonly string[] | null | undefined): string | null {
  return names === null || names === undefined || names.length === 0 ? null : names.join(':');
}

function refused(key: string, message: string): Refused {
  return { mistakes: [{ path: ['tls_server_config', key], message, target: 'value' }] };
}

function readText(path: string): TextResult {
  try {
    return { ok: true, text: readFileSync(path, 'utf8') };
  } catch (error) {
    return { ok: false, message: `cannot be read (${errorCode(error) ?? 'unknown error'})` };
  }
}

function definedOnly(headers: z.output<typeof headersSchema>): Readonly<Record<string, string>> {
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
