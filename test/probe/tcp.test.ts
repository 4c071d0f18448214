import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { tcp } from '../../src/probe/tcp.ts';
import { drip, flood, hostileServer } from '../support/hostile-server.ts';
import { issuesOf, prepared, probeOnce, verdictOf } from '../support/probing.ts';
import { asFailure, phasesOf } from '../support/transport-run.ts';

interface Case {
  readonly row: string;
  readonly behave: (socket: Socket) => void;
  readonly expect?: string;
  readonly verdict: string;
}

const cases: readonly Case[] = [
  { row: '141: the server closes at once', behave: socket => socket.end(), verdict: 'up' },
  {
    row: '142: the greeting matches',
    behave: socket => socket.write('220 mail.test ESMTP\r\n'),
    expect: '^220 ',
    verdict: 'up',
  },
  {
    row: '142: the second line matches',
    behave: socket => socket.write('hello\r\n220 mail\r\n'),
    expect: '(?m)^220 ',
    verdict: 'up',
  },
  {
    row: '142: a greeting byte by byte',
    behave: socket => drip(socket, Buffer.from('220 mail.test\r\n')),
    expect: 'test',
    verdict: 'up',
  },
  {
    row: '142: a wrong greeting and a closed connection',
    behave: socket => socket.end('554 no\r\n'),
    expect: '^220 ',
    verdict: 'expect_mismatch',
  },
  {
    row: '142: a wrong greeting on an open connection',
    behave: socket => socket.write('554 no\r\n'),
    expect: '^220 ',
    verdict: 'expect_mismatch',
  },
  { row: '142: no greeting', behave: () => {}, expect: '^220 ', verdict: 'timeout_message' },
  {
    row: '142: FIN and no greeting',
    behave: socket => socket.end(),
    expect: '^220 ',
    verdict: 'conn_closed',
  },
  {
    row: '142: RST and no greeting',
    behave: socket => socket.resetAndDestroy(),
    expect: '^220 ',
    verdict: 'conn_reset',
  },
  {
    row: '143: a match without a line end',
    behave: socket => socket.write('+PONG'),
    expect: 'PONG',
    verdict: 'up',
  },
  {
    row: '145: an endless line',
    behave: socket => flood(socket, '', 'a'),
    expect: 'b',
    verdict: 'body_too_large',
  },
];

describe('a TCP conversation', () => {
  for (const { row, behave, expect, verdict } of cases) {
    it(`row ${row}: ${verdict}`, async () => {
      await using server = await hostileServer(behave, { atOnce: true });
      const settings = { address: `127.0.0.1:${server.port}`, ...(expect === undefined ? {} : { expect }) };
      const patienceMs = verdict.startsWith('timeout') ? 300 : 3000;
      assert.equal(await verdictOf(tcp, settings, patienceMs), verdict);
    });
  }

  it('row 142: a connection that is closed without a word ends in the phase of the answer', async () => {
    await using server = await hostileServer(socket => socket.end(), { atOnce: true });
    const ready = prepared(tcp, { address: `127.0.0.1:${server.port}`, expect: '^220 ' });
    const { phase } = asFailure((await probeOnce(ready)).outcome);
    assert.equal(phase, 'processing');
  });

  it('row 145: a flood of single bytes costs little time', async () => {
    await using server = await hostileServer(socket => drip(socket, Buffer.alloc(20_000, 'a')), {
      atOnce: true,
    });
    const startedAt = process.cpuUsage().user;
    await verdictOf(tcp, { address: `127.0.0.1:${server.port}`, expect: '(a|b)+c$' }, 1500);
    assert.ok(process.cpuUsage().user - startedAt < 4_000_000);
  });

  it('says what it is told to, and hears the answer', async () => {
    await using server = await hostileServer(
      socket => void socket.on('data', () => socket.write('+PONG\r\n')),
      { atOnce: true },
    );
    const { outcome, verdict } = await probeOnce(
      prepared(tcp, { address: `localhost:${server.port}`, send: 'PING\r\n', expect: '^\\+PONG' }),
    );
    assert.equal(verdict.result, 'pass');
    assert.equal(server.received[0], 'PING\r\n');
    assert.equal(outcome.kind === 'observation' && outcome.text, '+PONG\r\n');
    assert.equal(phasesOf(outcome), 'resolve connect processing transfer');
  });

  it('row 81: a closed port is refused', async () => {
    const ready = prepared(tcp, { address: '127.0.0.1:1' });
    assert.equal(asFailure((await probeOnce(ready)).outcome).code, 'connect_refused');
    assert.equal(ready.target, '127.0.0.1:1');
  });

  it('row 91: an address needs a port from 1 to 65535', () => {
    for (const address of ['a.test', 'a.test:0', 'a.test:99999', 'http://a.test:1']) {
      assert.match(issuesOf(tcp, { address }).join(), /^address: write host:port/);
    }
  });
});
