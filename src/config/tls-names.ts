/** The names that Go's programs have for parts of TLS, in the words of OpenSSL. */
import { getCiphers } from 'node:tls';
import { z } from 'zod';

export const curves = {
  CurveP256: 'P-256',
  CurveP384: 'P-384',
  CurveP521: 'P-521',
  X25519: 'X25519',
} as const;

const known: ReadonlySet<string> = new Set(getCiphers());

/** A cipher suite by its IANA name, such as `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256`. */
export const cipherSuite: z.ZodType<string> = z
  .string()
  .transform(toOpenSsl)
  .refine(name => known.has(name.toLowerCase()), 'no cipher suite of this name is supported');

/** Node.js takes every name with `TLS_` for one of TLS 1.3, so those of before need OpenSSL's own form. */
function toOpenSsl(iana: string): string {
  if (!iana.includes('_WITH_')) return iana;
  return iana
    .replace(/^TLS_(?:RSA_WITH_)?/, '')
    .replace('_WITH_', '_')
    .replace(/AES_(\d+)/, 'AES$1')
    .replace('_CBC', '')
    .replace('POLY1305_SHA256', 'POLY1305')
    .replaceAll('_', '-');
}
