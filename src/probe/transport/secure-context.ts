import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, DEFAULT_CIPHERS, type SecureContext } from 'node:tls';
import { ProbeFailure } from '../failure.ts';
import type { TlsSettings } from './types.ts';

interface Kept {
  readonly version: string;
  readonly context: SecureContext;
  /** When its files were last found unchanged. */
  readonly seenAtMs: number;
}

const contexts = new Map<string, Kept>();

/** How long files count as unchanged once they were looked at: less than anybody notices, and the time of many probes. */
const unchangedForMs = 250;

/**
 * The certificates and rules for connections with these settings: one for all that have the same, since making one of
 * a system's bundle of authorities takes 7 ms. Made anew when a file changes. `nowMs` is monotonic.
 * @throws {ProbeFailure} `local_fault` when a file cannot be read or makes no sense.
 */
export function secureContextOf(settings: TlsSettings, nowMs: number = performance.now()): SecureContext {
  const { caFile, certificateFile, keyFile, minVersion } = settings;
  const key = `${caFile}\0${certificateFile}\0${keyFile}\0${minVersion}`;
  const known = contexts.get(key);
  if (known !== undefined && nowMs - known.seenAtMs < unchangedForMs) return known.context;
  try {
    const version = [caFile, certificateFile, keyFile].map(versionOf).join();
    const context = known?.version === version ? known.context : newContext(settings);
    contexts.set(key, { version, context, seenAtMs: nowMs });
    return context;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown error';
    throw new ProbeFailure('local_fault', `cannot use the files of the key tls: ${reason}`, { phase: 'tls' });
  }
}

function versionOf(file: string | null): string {
  return file === null ? '' : String(statSync(file).mtimeMs);
}

function newContext({ caFile, certificateFile, keyFile, minVersion }: TlsSettings): SecureContext {
  const isOld = minVersion === 'TLSv1' || minVersion === 'TLSv1.1';
  return createSecureContext({
    // As curl and Go's programs do, trust what the sysop named, be it an intermediate authority or the server's own.
    ...(caFile === null ? {} : { ca: readFileSync(caFile), allowPartialTrustChain: true }),
    ...(certificateFile === null ? {} : { cert: readFileSync(certificateFile) }),
    ...(keyFile === null ? {} : { key: readFileSync(keyFile) }),
    minVersion,
    // OpenSSL allows the old versions below its default level of security only.
    ...(isOld ? { ciphers: `${DEFAULT_CIPHERS}:@SECLEVEL=0` } : {}),
    // A key share of X25519 alone: the hybrid with ML-KEM that goes first by default costs a fifth of the handshake.
    ecdhCurve: 'X25519:P-256:P-384:P-521',
  });
}
