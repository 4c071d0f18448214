import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { Failure } from '../../../src/core/outcome.ts';
import { fetchAnswer } from '../../../src/probe/transport/fetch-answer.ts';
import type { HttpRequest } from '../../../src/probe/transport/types.ts';
import { blackHole } from '../../support/black-hole.ts';
import { fakeDns } from '../../support/fake-dns.ts';
import { answer, hostileServer } from '../../support/hostile-server.ts';
import {
  asFailure,
  asObservation,
  deadline,
  fetch,
  network,
  phasesOf,
  requestTo,
} from '../../support/transport-run.ts';

const timeoutMs = 250;
const toleranceMs = 50;

/** Runs until the deadline, which must hold. */
async function expire(url: string, changes: Partial<HttpRequest> = {}): Promise<Failure> {
  using limit = deadline(timeoutMs);
  const request = { ...requestTo(url), ...changes };
  const outcome = await fetchAnswer(request, { signal: limit.signal, userAgent: 'test' });
  const lateMs = limit.sinceMs();
  assert.ok(lateMs >= 0 && lateMs <= toleranceMs, `${lateMs} ms after the deadline`);
  return asFailure(outcome);
}

describe('the deadline', () => {
  it('row 86: holds while a DNS server is silent', async () => {
    await using dns = await fakeDns({ 'silent.test': 'silence' });
    const failure = await expire('http://silent.test/', { network: network({ resolver: dns.server }) });
    assert.equal(failure.code, 'dns_timeout');
    assert.equal(failure.phase, 'resolve');
    assert.equal(phasesOf(failure), '');
  });

  it('row 82: holds while nobody answers a SYN', async () => {
    await using hole = await blackHole();
    const failure = await expire(`http://127.0.0.1:${hole.port}/`);
    assert.equal(failure.code, 'timeout_connect');
    assert.equal(failure.phase, 'connect');
    assert.equal(failure.address, '127.0.0.1');
  });

  it('row 128: holds while the handshake stalls', async () => {
    await using server = await hostileServer(() => {}, { atOnce: true });
    const failure = await expire(`https://127.0.0.1:${server.port}/`);
    assert.equal(failure.code, 'timeout_tls');
    assert.equal(failure.phase, 'tls');
    assert.equal(phasesOf(failure), 'connect');
  });

  it('row 128: holds while the handshake stalls after a record header', async () => {
    await using server = await hostileServer(socket => socket.write(Buffer.from([0x16, 3, 3, 0x40, 0])), {
      atOnce: true,
    });
    assert.equal((await expire(`https://127.0.0.1:${server.port}/`)).code, 'timeout_tls');
  });

  it('row 73: holds while the server never answers', async () => {
    await using server = await hostileServer(() => {});
    const failure = await expire(`http://localhost:${server.port}/`);
    assert.equal(failure.code, 'timeout_headers');
    assert.equal(failure.phase, 'processing');
    assert.equal(phasesOf(failure), 'resolve connect');
    assert.equal(failure.http, undefined);
  });

  it('row 74: holds while headers drip', async () => {
    await using server = await hostileServer(socket =>
      dripSlowly(socket, `HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(9999)}`),
    );
    const failure = await expire(`http://127.0.0.1:${server.port}/`);
    assert.equal(failure.code, 'timeout_headers');
    assert.equal(failure.http, undefined);
  });

  it('row 75: holds while the body drips', async () => {
    await using server = await hostileServer(socket => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99999\r\n\r\n');
      dripSlowly(socket, 'a'.repeat(99_999));
    });
    const failure = await expire(`http://127.0.0.1:${server.port}/`);
    assert.equal(failure.code, 'timeout_body');
    assert.equal(failure.phase, 'transfer');
    assert.equal(phasesOf(failure), 'connect processing');
  });

  it('row 76: holds while the body stalls, and the status is kept', async () => {
    await using server = await hostileServer(socket =>
      socket.write('HTTP/1.1 503 No\r\ncontent-length: 9\r\n\r\nabc'),
    );
    const failure = await expire(`http://127.0.0.1:${server.port}/`);
    assert.equal(failure.code, 'timeout_body');
    assert.equal(failure.http?.status, 503);
    assert.equal(failure.http?.bodyBytes, undefined);
  });

  it('row 78: spans all redirects', async () => {
    await using server = await hostileServer((socket, head) => {
      const hop = Number(/\/(\d+)/.exec(head)?.[1] ?? 0);
      setTimeout(
        () => socket.write(`HTTP/1.1 302 Found\r\nlocation: /${hop + 1}\r\ncontent-length: 0\r\n\r\n`),
        100,
      );
    });
    const failure = await expire(`http://127.0.0.1:${server.port}/`, { redirects: 20 });
    assert.equal(failure.code, 'timeout_headers');
    const redirects = failure.http?.redirects ?? 0;
    assert.ok(redirects >= 1 && redirects <= 2, `${redirects}`);
  });

  it('is over at once when it has passed before the start', async () => {
    const controller = new AbortController();
    controller.abort(new Error('nobody waits'));
    const startedAt = performance.now();
    const run = { signal: controller.signal, userAgent: 'test' };
    const outcome = await fetchAnswer(requestTo('http://localhost:1/'), run);
    assert.equal(asFailure(outcome).code, 'internal');
    assert.ok(performance.now() - startedAt < 50);
  });

  it('a run that is called off says nothing about the target', async () => {
    const controller = new AbortController();
    await using server = await hostileServer(() => controller.abort(new Error('the caller went away')));
    const url = `http://127.0.0.1:${server.port}/`;
    const outcome = await fetchAnswer(requestTo(url), { signal: controller.signal, userAgent: 'test' });
    const failure = asFailure(outcome);
    assert.equal(failure.code, 'internal');
    assert.equal(failure.message, 'the run was called off');
  });
});

describe('phases', () => {
  it('row 77: a slow answer is processing, a slow body is transfer', async () => {
    let [headAt, bodyAt] = [Number.NaN, Number.NaN];
    await using server = await hostileServer(socket => {
      setTimeout(() => {
        headAt = performance.now();
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\no');
        setTimeout(() => {
          bodyAt = performance.now();
          socket.write('k');
        }, 150);
      }, 200);
    });
    const beganAt = performance.now();
    const observation = asObservation(await fetch(`http://localhost:${server.port}/`));
    const { processing = 0, transfer = 0 } = observation.phasesMs;
    assert.equal(phasesOf(observation), 'resolve connect processing transfer');
    // By the timers as they were: a busy machine is late with them.
    assert.ok(processing >= 195 && processing < headAt - beganAt + 50, `${processing}`);
    // What reads the head late has the body sooner.
    assert.ok(transfer >= 100 && transfer < bodyAt - headAt + 50, `${transfer}`);
    const sum = Object.values(observation.phasesMs).reduce((total, ms) => total + ms, 0);
    assert.ok(observation.latencyMs >= sum && observation.latencyMs < sum + 30);
  });

  it('an interim answer is no first byte', async () => {
    await using server = await hostileServer(socket => {
      socket.write('HTTP/1.1 103 Early Hints\r\n\r\n');
      setTimeout(() => socket.write(answer('ok')), 150);
    });
    const { phasesMs } = asObservation(await fetch(`http://127.0.0.1:${server.port}/`));
    assert.ok((phasesMs.processing ?? 0) >= 140);
  });
});

it('row 72: nothing stays open after an answer', async () => {
  await using server = await hostileServer(socket => socket.write(answer('ok')));
  const before = process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap').length;
  await fetch(`http://127.0.0.1:${server.port}/`);
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  // The server's own end may still be closing.
  const after = process.getActiveResourcesInfo().filter(name => name === 'TCPSocketWrap').length;
  assert.ok(after <= before + 1, `${before} → ${after}`);
});

/** A byte every few milliseconds. */
function dripSlowly(socket: Socket, text: string): void {
  let index = 0;
  const timer = setInterval(
    () => (socket.destroyed ? clearInterval(timer) : socket.write(text[index++] ?? '')),
    10,
  );
  socket.on('close', () => clearInterval(timer));
}
