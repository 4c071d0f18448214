import type { z } from 'zod';
import { parseDuration, parseSize } from '../../core/units.ts';
import { hostToAscii } from '../domain-name.ts';
import type { HostPort } from '../transport/types.ts';
import { kind } from './kind.ts';

/** A duration with its unit (`30s`, `1m30s`, `7d`); milliseconds. Its defaults are written with `.prefault('10s')`. */
export const duration: z.ZodType<number, string> = kind(
  'duration',
  'write a duration with its unit, such as 500ms, 30s, 5m, 12h or 7d',
  parseDuration,
  /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/,
);

/** An amount of bytes with its unit (`512B`, `64KiB`, `1MiB`); bytes. Its defaults are written with `.prefault('1MiB')`. */
export const size: z.ZodType<number, string> = kind(
  'size',
  'write a size with its unit, such as 512B, 64KiB or 1MiB',
  parseSize,
  /^\d+(?:\.\d+)?(?:B|kB|KB|MB|KiB|MiB|GiB)$/,
);

/** Where to connect to: `host:port`, an IPv6 address in brackets. */
export const address: z.ZodType<HostPort, string> = kind(
  'host:port',
  'write host:port, such as mail.example.org:25, 192.0.2.1:53 or [2001:db8::1]:53',
  parseAddress,
  /^(?:\[[^\]]+\]|[^:\s/@]+):\d{1,5}$/,
);

/** Host and port of `host:port`; null when the text is not of that form, or the port not from 1 to 65535. */
export function parseAddress(text: string): HostPort | null {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/@[\]]+)):(\d{1,5})$/.exec(text);
  if (match === null) return null;
  const [, literal, name, digits] = match;
  const port = Number(digits);
  return port >= 1 && port <= 65_535 ? { host: literal ?? hostToAscii(name ?? ''), port } : null;
}
