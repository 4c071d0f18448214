/**
 * From errors to reasons. {@link ProbeFailure} is the one exception that the probe layer throws inside itself,
 * {@link failureOf} makes it of whatever Node.js, OpenSSL, c-ares or undici throw, and {@link toFailure} turns it into
 * the value that a probe returns.
 */
import { DeadlineExceeded, type RunSignal } from '../core/component.ts';
import { errorCode } from '../core/error-code.ts';
import type { Facts, Failure, Phase } from '../core/outcome.ts';
import type { FailureCode } from '../core/reason.ts';

/** What a failure may carry besides the times, which the stopwatch of the run knows. */
export type FailureFacts = Omit<Partial<Facts>, 'phasesMs'>;

/** Why a target gave no usable answer. Thrown within the probe layer only, never out of a probe. */
export class ProbeFailure extends Error {
  override readonly name = 'ProbeFailure';
  readonly code: FailureCode;
  /** The phase that did not finish. */
  readonly phase: Phase | undefined;
  readonly facts: FailureFacts;

  /** `message` is one sentence for the sysop: no secret in it, nor raw bytes of the target. */
  constructor(
    code: FailureCode,
    message: string,
    details: { phase?: Phase | undefined; facts?: FailureFacts } = {},
  ) {
    super(message);
    this.code = code;
    this.phase = details.phase;
    this.facts = details.facts ?? {};
  }

  /** The same failure with facts that were known before it happened. */
  with(facts: FailureFacts): ProbeFailure {
    return new ProbeFailure(this.code, this.message, {
      phase: this.phase,
      facts: { ...facts, ...this.facts },
    });
  }
}

/** The value for a failure that was thrown. Anything but a {@link ProbeFailure} is a bug, and is thrown on. */
export function toFailure(error: unknown, facts: Facts): Failure {
  if (!(error instanceof ProbeFailure)) throw error;
  const { code, message, phase } = error;
  return {
    kind: 'failure',
    ...facts,
    ...error.facts,
    code,
    message,
    ...(phase === undefined ? {} : { phase }),
  };
}

/** What is said when the signal of a run aborted while it waited for something. */
export interface Waiting {
  readonly code: FailureCode;
  readonly phase?: Phase | undefined;
  /** What did not come in time, such as `no answer`. */
  readonly message: string;
}

/** The failure of a run whose signal aborted: out of time, or called off because nobody waits any more. */
export function abortFailure(signal: RunSignal, { code, phase, message }: Waiting): ProbeFailure {
  if (signal.reason instanceof DeadlineExceeded) return new ProbeFailure(code, message, { phase });
  return new ProbeFailure('internal', 'the run was called off', { phase });
}

/** How far a run had come when an error met it: the same code means different things at different times. */
export const stages = ['resolve', 'connect', 'tls', 'silence', 'head', 'body'] as const;

/** `silence`: the request was sent and not a byte has come. `head`, `body`: in the middle of that part. */
export type Stage = (typeof stages)[number];

/** An error of a library as what it says about the target. */
export function failureOf(error: unknown, stage: Stage): ProbeFailure {
  if (error instanceof ProbeFailure) return error;
  const code = errorCode(error) ?? '';
  const known = codesByStage[stage][code] ?? codesAtAnyStage[code] ?? codeByKind(code, stage);
  return new ProbeFailure(known, describe(error, code, stage), { phase: phaseOf(stage) });
}

/** Our own machine's trouble: too many open files, no free port, a firewall rule here. And the alerts of TLS, which
 * version 1.3 sends when we believe that the handshake is done. */
const codesAtAnyStage: Readonly<Record<string, FailureCode>> = {
  EMFILE: 'local_fault',
  ENFILE: 'local_fault',
  ENOBUFS: 'local_fault',
  ENOMEM: 'local_fault',
  EADDRNOTAVAIL: 'local_fault',
  EACCES: 'local_fault',
  EPERM: 'local_fault',
  // undici refuses to send what we made: a bug of ours, whatever made us do it.
  UND_ERR_INVALID_ARG: 'internal',
  UND_ERR_NOT_SUPPORTED: 'internal',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'tls_client_cert',
  'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE': 'tls_client_cert',
  'ERR_SSL_SSL/TLS_ALERT_UNSUPPORTED_CERTIFICATE': 'tls_client_cert',
  'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_REVOKED': 'tls_client_cert',
  'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED': 'tls_client_cert',
  'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN': 'tls_client_cert',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'tls_client_cert',
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: 'tls_client_cert',
};

const resetCodes = { ECONNRESET: 'conn_reset', EPIPE: 'conn_reset', ECONNABORTED: 'conn_reset' } as const;

const codesByStage: Readonly<Record<Stage, Readonly<Record<string, FailureCode>>>> = {
  // c-ares gives the response code of the server (RFC 1035 §4.1.1) a name of its own.
  resolve: {
    ENOTFOUND: 'dns_nxdomain',
    ENODATA: 'dns_nodata',
    ESERVFAIL: 'dns_servfail',
    EREFUSED: 'dns_refused',
    ETIMEOUT: 'dns_timeout',
    EBADNAME: 'invalid_target',
  },
  connect: {
    ECONNREFUSED: 'connect_refused',
    ENETUNREACH: 'connect_unreachable',
    EHOSTUNREACH: 'connect_unreachable',
    ENETDOWN: 'connect_unreachable',
    EHOSTDOWN: 'connect_unreachable',
    ETIMEDOUT: 'timeout_connect',
    ECONNRESET: 'conn_reset',
    EINVAL: 'invalid_target',
  },
  tls: {
    ERR_SSL_WRONG_VERSION_NUMBER: 'tls_protocol',
    ERR_SSL_PACKET_LENGTH_TOO_LONG: 'tls_protocol',
    ERR_SSL_HTTP_REQUEST: 'tls_protocol',
    ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls_protocol',
    ERR_SSL_NO_PROTOCOLS_AVAILABLE: 'tls_protocol',
    ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'tls_protocol',
    ERR_SSL_WRONG_SSL_VERSION: 'tls_protocol',
    ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY: 'tls_protocol',
    ERR_SSL_NO_CIPHERS_AVAILABLE: 'tls_protocol',
    ERR_SSL_WRONG_CIPHER_RETURNED: 'tls_protocol',
    // Without a certificate in sight this alert (RFC 8446 §6.2) means that there is no cipher in common.
    'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE': 'tls_protocol',
    ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'tls_alpn',
    ERR_SSL_DH_KEY_TOO_SMALL: 'tls_weak',
    ERR_SSL_EE_KEY_TOO_SMALL: 'tls_weak',
    ERR_SSL_CA_MD_TOO_WEAK: 'tls_weak',
  },
  silence: { ...resetCodes, UND_ERR_SOCKET: 'conn_closed' },
  head: {
    ...resetCodes,
    UND_ERR_SOCKET: 'malformed_response',
    UND_ERR_HEADERS_OVERFLOW: 'headers_too_large',
    // undici says so of any parser error once it has seen a Content-Length.
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'malformed_response',
  },
  body: {
    ...resetCodes,
    UND_ERR_SOCKET: 'body_truncated',
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'body_truncated',
    // In trailers.
    UND_ERR_HEADERS_OVERFLOW: 'headers_too_large',
  },
};

const fallbackByStage: Readonly<Record<Stage, FailureCode>> = {
  resolve: 'dns',
  connect: 'connect_error',
  tls: 'tls_handshake',
  silence: 'conn_reset',
  head: 'malformed_response',
  body: 'malformed_response',
};

/** Of the many codes of OpenSSL, those not listed are broken records, whenever they come. */
function codeByKind(code: string, stage: Stage): FailureCode {
  return code.startsWith('ERR_SSL_') ? 'tls_handshake' : fallbackByStage[stage];
}

/** The phase that did not finish. The first byte of an answer ends `processing`. */
function phaseOf(stage: Stage): Phase {
  if (stage === 'silence') return 'processing';
  return stage === 'head' || stage === 'body' ? 'transfer' : stage;
}

const descriptions: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name does not exist (NXDOMAIN)',
  ENODATA: 'the name has no record of this type (NODATA)',
  ESERVFAIL: 'the DNS server failed (SERVFAIL)',
  EREFUSED: 'the DNS server refused to answer (REFUSED)',
  ETIMEOUT: 'no answer from the DNS server',
  EBADRESP: 'the DNS server answered garbage',
  EBADNAME: 'not a name that DNS can know',
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL:
    'the server speaks none of the protocols that were offered (ALPN)',
};

const closed = 'the server closed the connection';

/** Where undici's words are less than clear. */
const descriptionsByStage: Readonly<Partial<Record<Stage, Readonly<Record<string, string>>>>> = {
  silence: { UND_ERR_SOCKET: `${closed} without an answer` },
  head: {
    UND_ERR_SOCKET: `${closed} in the middle of the headers`,
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the headers are not valid HTTP/1.1',
  },
  body: {
    UND_ERR_SOCKET: `${closed} in the middle of the body`,
    UND_ERR_RES_CONTENT_LENGTH_MISMATCH: `${closed} in the middle of the body`,
  },
};

function describe(error: unknown, code: string, stage: Stage): string {
  const known = descriptionsByStage[stage]?.[code] ?? descriptions[code];
  if (known !== undefined) return known;
  // OpenSSL's messages begin with thread and source file; its reason alone names the alert.
  if (error instanceof Error && 'reason' in error && typeof error.reason === 'string') return error.reason;
  return error instanceof Error ? error.message : 'unknown error';
}
