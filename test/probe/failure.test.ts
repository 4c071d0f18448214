import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DeadlineExceeded } from '../../src/core/component.ts';
import { blamesTarget } from '../../src/core/reason.ts';
import {
  abortFailure,
  failureOf,
  ProbeFailure,
  type Stage,
  stages,
  toFailure,
} from '../../src/probe/failure.ts';

const withCode = (code: string): Error => Object.assign(new Error('in other words'), { code });

const table: readonly (readonly [stage: Stage, code: string, expected: string])[] = [
  ['resolve', 'ENOTFOUND', 'dns_nxdomain'],
  ['resolve', 'ENODATA', 'dns_nodata'],
  ['resolve', 'ESERVFAIL', 'dns_servfail'],
  ['resolve', 'EREFUSED', 'dns_refused'],
  ['resolve', 'ETIMEOUT', 'dns_timeout'],
  ['resolve', 'EBADRESP', 'dns'],
  ['resolve', 'ECONNREFUSED', 'dns'],
  ['connect', 'ECONNREFUSED', 'connect_refused'],
  ['connect', 'ENETUNREACH', 'connect_unreachable'],
  ['connect', 'EHOSTUNREACH', 'connect_unreachable'],
  ['connect', 'ETIMEDOUT', 'timeout_connect'],
  ['connect', 'EWHATEVER', 'connect_error'],
  ['connect', 'EMFILE', 'local_fault'],
  ['connect', 'EADDRNOTAVAIL', 'local_fault'],
  ['connect', 'EPERM', 'local_fault'],
  ['tls', 'ERR_SSL_WRONG_VERSION_NUMBER', 'tls_protocol'],
  ['tls', 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'tls_handshake'],
  ['tls', 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', 'tls_alpn'],
  ['tls', 'ECONNRESET', 'tls_handshake'],
  ['silence', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'tls_client_cert'],
  ['silence', 'ECONNRESET', 'conn_reset'],
  ['silence', 'EPIPE', 'conn_reset'],
  ['silence', 'UND_ERR_INVALID_ARG', 'internal'],
  ['silence', 'UND_ERR_SOCKET', 'conn_closed'],
  ['head', 'UND_ERR_SOCKET', 'malformed_response'],
  ['head', 'HPE_INVALID_HEADER_TOKEN', 'malformed_response'],
  ['head', 'UND_ERR_HEADERS_OVERFLOW', 'headers_too_large'],
  ['head', 'ECONNRESET', 'conn_reset'],
  ['body', 'UND_ERR_SOCKET', 'body_truncated'],
  ['body', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'body_truncated'],
  ['body', 'HPE_INVALID_CHUNK_SIZE', 'malformed_response'],
  ['body', 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', 'tls_handshake'],
];

describe('an error of a library', () => {
  for (const [stage, code, expected] of table) {
    it(`${code} in ${stage} is ${expected}`, () => {
      assert.equal(failureOf(withCode(code), stage).code, expected);
    });
  }

  it('without a code is still told by its stage', () => {
    const codes = stages.map(stage => failureOf(new Error('odd'), stage).code);
    assert.deepEqual(codes, [
      'dns',
      'connect_error',
      'tls_handshake',
      'conn_reset',
      'malformed_response',
      'malformed_response',
    ]);
    assert.ok(codes.every(blamesTarget));
  });

  it('with the reason of OpenSSL is told by it, without the source file', () => {
    const error = Object.assign(new Error('40:error:0A:SSL routines:x:../deps/openssl/ssl/a.c:1'), {
      code: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
      reason: 'tlsv1 alert internal error',
    });
    assert.equal(failureOf(error, 'tls').message, 'tlsv1 alert internal error');
  });

  it('that is a failure already stays as it is', () => {
    const failure = new ProbeFailure('redirect_loop', 'round and round');
    assert.equal(failureOf(failure, 'body'), failure);
  });
});

describe('a failure', () => {
  it('keeps what was known before it and what it knows itself', () => {
    const failure = new ProbeFailure('tls_expired', 'over', { phase: 'tls' }).with({ address: '192.0.2.1' });
    assert.deepEqual(toFailure(failure, { phasesMs: { connect: 1 } }), {
      kind: 'failure',
      phasesMs: { connect: 1 },
      address: '192.0.2.1',
      code: 'tls_expired',
      message: 'over',
      phase: 'tls',
    });
  });

  it('that is a bug is thrown on', () => {
    assert.throws(() => toFailure(new TypeError('a bug'), { phasesMs: {} }), TypeError);
  });

  it('of a deadline blames the target, of a run called off nobody', () => {
    const waiting = { code: 'timeout_body', message: 'no end' } as const;
    const aborted = (reason: Error): string => {
      const controller = new AbortController();
      controller.abort(reason);
      return abortFailure(controller.signal, waiting).code;
    };
    assert.equal(aborted(new DeadlineExceeded()), 'timeout_body');
    assert.equal(aborted(new Error('reload')), 'internal');
  });
});
