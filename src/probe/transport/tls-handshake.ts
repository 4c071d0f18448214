/** From a TCP connection to a TLS connection. */
import type { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connect, type SecureContext, type TLSSocket } from 'node:tls';
import type { RunSignal } from '../../core/component.ts';
import { errorCode } from '../../core/error-code.ts';
import type { TlsFacts } from '../../core/outcome.ts';
import { abortFailure, failureOf, ProbeFailure } from '../failure.ts';
import { refusalOf, tlsFactsOf } from './certificate.ts';
import { letGoOnceClosed } from './let-go.ts';
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
  signal: RunSignal,
): Promise<Secured> {
  const secureContext = secureContextOf(settings);
  return new Promise((resolve, reject) => {
    const handshake = new Handshake(target, settings, signal, { resolve, reject });
    handshake.start(raw, secureContext);
  });
}

interface Settle {
  resolve(secured: Secured): void;
  reject(failure: ProbeFailure): void;
}

const outOfTime = {
  code: 'timeout_tls',
  phase: 'tls',
  message: 'no end of the TLS handshake in time',
} as const;
const closedEarly = 'the server closed the connection during the TLS handshake';

/** The name is looked for below. */
function leaveToUs(): undefined {}

/** Node.js converts the whole chain for its own check, at a quarter of a millisecond. Nobody here looks at it. */
const noConversion = { value: () => ({}) };

class Handshake {
  readonly #target: HandshakeTarget;
  readonly #settings: TlsSettings;
  readonly #signal: RunSignal;
  readonly #settle: Settle;
  readonly #onAbort = (): void => this.#fail(abortFailure(this.#signal, outOfTime));
  #socket: TLSSocket | undefined;
  #certificate: X509Certificate | undefined;
  #isOver = false;

  constructor(target: HandshakeTarget, settings: TlsSettings, signal: RunSignal, settle: Settle) {
    this.#target = target;
    this.#settings = settings;
    this.#signal = signal;
    this.#settle = settle;
  }

  start(raw: Socket, secureContext: SecureContext): void {
    const { name, alpn } = this.#target;
    const socket = connect({
      socket: raw,
      secureContext,
      servername: isIP(name) === 0 ? name : '',
      ALPNProtocols: [...alpn],
      // The handshake goes on whatever the chain is like: we want the facts, and judge below.
      rejectUnauthorized: false,
      checkServerIdentity: leaveToUs,
    });
    Object.defineProperty(socket, 'getPeerCertificate', noConversion);
    letGoOnceClosed(socket);
    this.#socket = socket;
    this.#signal.addEventListener('abort', this.#onAbort);
    // Stays for good: whatever happens to the socket between two owners must not end the process.
    socket.on('error', error => this.#onError(error));
    socket.once('close', () => this.#onClose());
    socket.once('secureConnect', () => this.#complete(socket));
    if (this.#signal.aborted) this.#onAbort();
  }

  #onError(error: Error): void {
    // After the handshake Node.js reports an alert, but leaves the socket open: then the end of the stream hides it.
    if (this.#isOver) this.#socket?.destroy();
    else this.#fail(handshakeFailure(error, this.#seen() !== undefined));
  }

  #onClose(): void {
    if (!this.#isOver) this.#fail(new ProbeFailure('tls_handshake', closedEarly, { phase: 'tls' }));
  }

  /** The server's certificate once it has come. Node.js gives it once. */
  #seen(): X509Certificate | undefined {
    this.#certificate ??= this.#socket?.getPeerX509Certificate();
    return this.#certificate;
  }

  #complete(socket: TLSSocket): void {
    const certificate = this.#seen();
    if (certificate === undefined) {
      return this.#fail(
        new ProbeFailure('tls_handshake', 'the server showed no certificate', { phase: 'tls' }),
      );
    }
    // Typed as an Error, but it is the code of one.
    const chainError = socket.authorized ? null : String(socket.authorizationError);
    const refusal = refusalOf(certificate, chainError, this.#target.name);
    const facts = tlsFactsOf(certificate, this.#target.name, {
      protocol: socket.getProtocol(),
      authorized: refusal === null,
    });
    if (refusal !== null && this.#settings.verify) {
      return this.#fail(
        new ProbeFailure(refusal.code, refusal.message, { phase: 'tls', facts: { tls: facts } }),
      );
    }
    this.#end();
    this.#settle.resolve({ socket, facts });
  }

  #fail(failure: ProbeFailure): void {
    const certificate = this.#seen();
    this.#end();
    this.#socket?.destroy();
    if (certificate === undefined) return this.#settle.reject(failure);
    const tls = tlsFactsOf(certificate, this.#target.name, { protocol: null, authorized: false });
    this.#settle.reject(failure.with({ tls }));
  }

  #end(): void {
    this.#isOver = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
  }
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
  if (errorCode(error) === 'ECONNRESET') {
    const isFin = !('syscall' in error);
    return new ProbeFailure('tls_handshake', isFin ? closedEarly : error.message, { phase: 'tls' });
  }
  return failure;
}
