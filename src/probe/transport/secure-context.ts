import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, DEFAULT_CIPHERS, type SecureContext } from 'node:tls';
import { ProbeFailure } from '../failure.ts';
import type { TlsSettings } from './types.ts';

const contexts = new Map<string, { readonly version: string; readonly context: SecureContext }>();

/**
 * The certificates and rules for connections with these settings: one for all that have the same, since making one of
 * a system's bundle of authorities takes 7 ms. Made anew when a file changes.
 * @throws {ProbeFailure} `local_fault` when a file cannot be read or makes no sense.
 */
export function secureContextOf(settings: TlsSettings): SecureContext {
  const { caFile, certificateFile, keyFile, minVersion } = settings;
  const files = [caFile, certificateFile, keyFile];
  const key = JSON.stringify([...files, minVersion]);
  try {
    const version = files.map(file => (file === null ? '' : statSync(file).mtimeMs)).join();
    const known = contexts.get(key);
    if (known?.version === version) return known.context;
    const context = newContext(settings);
    contexts.set(key, { version, context });
    return context;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error';
    throw new ProbeFailure('local_fault', `cannot use the files of the key tls: ${reason}`, { phase: 'tls' });
  }
}

function newContext({ caFile, certificateFile, keyFile, minVersion }: TlsSettings): SecureContext {
  const isOld = minVersion === 'TLSv1' || minVersion === 'TLSv1.1';
  return createSecureContext({
    ...(caFile === null ? {} : { ca: readFileSync(caFile) }),
    ...(certificateFile === null ? {} : { cert: readFileSync(certificateFile) }),
    ...(keyFile === null ? {} : { key: readFileSync(keyFile) }),
    minVersion,
    // OpenSSL allows the old versions below its default level of security only.
    ...(isOld ? { ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0` } : {}),
    // A key share of X25519 alone: the hybrid with ML-KEM that goes first by default costs a fifth of the handshake.
    ecdhCurve: 'X25519:P-256:P-384:P-521',
  });
}
