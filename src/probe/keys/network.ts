import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { z } from 'zod';
import { errorCode } from '../../core/error-code.ts';
import { Pool } from '../../core/pool.ts';
import { hostToAscii } from '../domain-name.ts';
import type { SettingsIssue } from '../probe-type.ts';
import type { HostPort, NetworkSettings, TlsSettings } from '../transport/types.ts';
import { filePath } from './secret.ts';
import { address } from './units.ts';

const minVersions = { '1.0': 'TLSv1', '1.1': 'TLSv1.1', '1.2': 'TLSv1.2', '1.3': 'TLSv1.3' } as const;

type Input = Readonly<Record<string, unknown>>;

const tlsSettings: z.ZodType<TlsSettings, Input> = z
  .strictObject({
    ca_file: filePath
      .nullable()
      .default(null)
      .describe('PEM file of the authorities to trust instead of the public ones.'),
    certificate_file: filePath
      .nullable()
      .default(null)
      .describe('PEM file of a client certificate and its chain.'),
    key_file: filePath.nullable().default(null).describe('PEM file of the key of the client certificate.'),
    server_name: z
      .string()
      .regex(/^[^\s/:]+$/, 'write a name, such as www.social.example')
      .nullable()
      .default(null)
      .describe('Name to ask for (SNI) and to look for in the certificate, instead of the host.'),
    verify: z
      .boolean()
      .default(true)
      .describe('Whether a bad certificate is a failure. Its dates are exported either way.'),
    min_version: z
      .enum(['1.0', '1.1', '1.2', '1.3'])
      .default('1.2')
      .describe('Oldest version of TLS to accept.'),
  })
  .transform(tls => ({
    caFile: tls.ca_file,
    certificateFile: tls.certificate_file,
    keyFile: tls.key_file,
    serverName: tls.server_name === null ? null : hostToAscii(tls.server_name),
    verify: tls.verify,
    minVersion: minVersions[tls.min_version],
  }));

/** A DNS server by its IP address: it cannot be looked up where it is needed to look things up. */
export const dnsServer: z.ZodType<HostPort, string> = address.refine(
  ({ host }) => isIP(host) !== 0,
  'write the IP address of a DNS server and its port, such as 192.0.2.1:53 or [2001:db8::1]:53',
);

type NetworkKeys = {
  readonly ip: z.ZodDefault<z.ZodUnion<readonly [z.ZodLiteral<'auto' | 'both'>, z.ZodLiteral<4 | 6>]>>;
  readonly resolver: z.ZodDefault<z.ZodNullable<z.ZodType<HostPort, string>>>;
  readonly tls: z.ZodPrefault<z.ZodType<TlsSettings, Input>>;
};

/** How to reach a host: the keys of every probe type that makes connections. */
export const networkKeys: NetworkKeys = {
  ip: z
    .union([z.literal(['auto', 'both']), z.literal([4, 6])], {
      error: 'write auto, 4, 6 or both, without quotes',
    })
    .default('auto')
    .describe(
      'Address family. `auto`: IPv4, else IPv6. `both`: the server must answer over each family that its name has.',
    ),
  resolver: dnsServer
    .nullable()
    .default(null)
    .describe(
      "DNS server to ask instead of the system's (and of `/etc/hosts`), as `host:port`; the host an IP address.",
    ),
  tls: tlsSettings.prefault({}).describe('How to speak TLS.'),
};

/** The keys above, read. */
export type NetworkKeySettings = z.output<z.ZodObject<NetworkKeys>>;

/** The settings of TLS where nobody sets any. */
export const defaultTls: TlsSettings = {
  caFile: null,
  certificateFile: null,
  keyFile: null,
  serverName: null,
  verify: true,
  minVersion: 'TLSv1.2',
};

/** By what they say. */
const networks = new Pool<NetworkSettings>();

/**
 * The settings of the connections of a probe: the same object for equal ones. With `ip: both`, it chooses the family
 * itself.
 */
export function toNetworkSettings(
  settings: Omit<NetworkKeySettings, 'tls'> & Partial<Pick<NetworkKeySettings, 'tls'>>,
): NetworkSettings {
  const { ip, resolver, tls = defaultTls } = settings;
  const network = { ip: ip === 'both' ? 'auto' : ip, resolver, tls } as const;
  return networks.share(JSON.stringify(network), network);
}

/** Mistakes between these keys, unreadable files among them: better now than at three in the morning. */
export function networkContradictions({ tls }: NetworkKeySettings): readonly SettingsIssue[] {
  const issues: SettingsIssue[] = [];
  const files = { ca_file: tls.caFile, certificate_file: tls.certificateFile, key_file: tls.keyFile };
  for (const [key, file] of Object.entries(files)) {
    const message = complaintAbout(file);
    if (message !== null) issues.push({ path: ['tls', key], message });
  }
  if ((tls.certificateFile === null) !== (tls.keyFile === null)) {
    const missing = tls.keyFile === null ? 'key_file' : 'certificate_file';
    issues.push({ path: ['tls', missing], message: 'certificate_file and key_file go together: write both' });
  }
  return issues;
}

function complaintAbout(file: string | null): string | null {
  if (file === null) return null;
  try {
    return readFileSync(file, 'latin1').includes('-----BEGIN ') ? null : 'not a PEM file';
  } catch (error) {
    return `the file cannot be read (${errorCode(error) ?? 'unknown error'})`;
  }
}
