/** From a TCP connection to a TLS connection. */
import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { TlsFacts } from '../../core/outcome.ts';
import { abortFailure, failureOf, ProbeFailure } from '../failure.ts';
import { refusalOf, tlsFactsOf } from './certificate.ts';
import { secureContextOf } from './secure-context.ts';
import type { TlsSettings } from './types.ts';

/** With whom to shake hands. */
export interface HandshakeTarget {
  /** Host name or IP literal: asked for by SNI (names only, RFC 6066 §3) and looked for in the certificate. */
  readonly name: string;
  readonly alpn: readonly string[];
}

export interface Secured {
  readonly socket: TLSSocket;
  readonly facts: TlsFacts;
}

/**
 * Shakes hands over a connection and judges the certificate. No session is ever resumed: a resumed one shows no
 * certificate. The certificate's facts are in the failure too, when it was seen.
 * @throws {ProbeFailure} The connection is then closed, without a byte of ours on it.
 */
export function shakeHands(
  raw: Socket,
  target: HandshakeTarget,
  settings: TlsSettings,
  signal: AbortSignal,
): Promise<Secured> {
  const secureContext = secureContextOf(settings);
  return new Promise((resolve, reject) => {
    let certificate: X509Certificate | undefined;
    const socket = connect({
      socket: raw,
      secureContext,
      servername: isIP(target.name) === 0 ? target.name : '',
      ALPNProtocols: [...target.alpn],
      // The handshake goes on whatever the chain is like: we want the facts, and judge below.
      rejectUnauthorized: false,
      checkServerIdentity: () => {
        // Only called for a good chain, and the one moment when Node.js 24 surely has the certificate then.
        certificate = socket.getPeerX509Certificate();
        return undefined;
      },
    });
    // Node.js converts the whole chain for its own check, at a quarter of a millisecond. Nobody here looks at it.
    Object.defineProperty(socket, 'getPeerCertificate', { value: () => ({}) });
    // Node.js 24 gives it once.
    const seen = (): X509Certificate | undefined => (certificate ??= socket.getPeerX509Certificate());
    const fail = (failure: ProbeFailure): void => {
      signal.removeEventListener('abort', onAbort);
      const shown = seen();
      socket.destroy();
      raw.destroy();
      reject(
        shown === undefined
          ? failure
          : failure.with({ tls: tlsFactsOf(shown, { protocol: null, authorized: false }) }),
      );
    };
    const onAbort = (): void =>
      fail(
        abortFailure(signal, {
          code: 'timeout_tls',
          phase: 'tls',
          message: 'no end of the TLS handshake in time',
        }),
      );
    signal.addEventListener('abort', onAbort);
    // Stays for good: see connect.ts. After the end of the promise it changes nothing.
    socket.on('error', error => fail(handshakeFailure(error, seen() !== undefined)));
    socket.once('close', () => fail(new ProbeFailure('tls_handshake', closedEarly, { phase: 'tls' })));
    socket.once('secureConnect', () => {
      const judged = judge(socket, seen(), target, settings);
      if (judged instanceof ProbeFailure) return fail(judged);
      signal.removeEventListener('abort', onAbort);
      resolve({ socket, facts: judged });
    });
    if (signal.aborted) onAbort();
  });
}

const closedEarly = 'the server closed the connection during the TLS handshake';

function judge(
  socket: TLSSocket,
  certificate: X509Certificate | undefined,
  { name }: HandshakeTarget,
  settings: TlsSettings,
): TlsFacts | ProbeFailure {
  if (certificate === undefined) {
    return new ProbeFailure('tls_handshake', 'the server showed no certificate', { phase: 'tls' });
  }
  // Typed as an Error, but it is the code of one.
  const chainError = socket.authorized ? null : String(socket.authorizationError);
  const refusal = refusalOf(certificate, chainError, name);
  const facts = tlsFactsOf(certificate, { protocol: socket.getProtocol(), authorized: refusal === null });
  if (refusal === null || !settings.verify) return facts;
  return new ProbeFailure(refusal.code, refusal.message, { phase: 'tls', facts: { tls: facts } });
}

function handshakeFailure(error: Error, sawCertificate: boolean): ProbeFailure {
  const failure = failureOf(error, 'tls');
  // Before TLS 1.3 there is no alert for it, but all that a server can still dislike by then is our certificate.
  if (sawCertificate && failure.code === 'tls_protocol') {
    return new ProbeFailure(
      'tls_client_cert',
      `${failure.message}, probably for want of a client certificate`,
      {
        phase: 'tls',
      },
    );
  }
  if ('code' in error && error.code === 'ECONNRESET') {
    const isFin = !('syscall' in error);
    return new ProbeFailure('tls_handshake', isFin ? closedEarly : error.message, { phase: 'tls' });
  }
  return failure;
}
