import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type HostileServer, hostileServer } from '../../support/hostile-server.ts';
import { asObservation, fetch, summary } from '../../support/transport-run.ts';

const healthy = 'HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nkeyword';

interface Fault {
  readonly name: string;
  readonly behave: (socket: Socket) => void;
  readonly expect: string;
  readonly method?: string;
}

const faults: readonly Fault[] = [
  { name: 'a reset', behave: socket => socket.resetAndDestroy(), expect: 'conn_reset' },
  { name: 'a close without a word', behave: socket => socket.end(), expect: 'conn_closed' },
  { name: 'silence', behave: () => {}, expect: 'timeout_headers' },
  {
    name: 'a body that stalls',
    behave: socket => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nkey'),
    expect: 'timeout_body',
  },
  {
    name: 'a chunked body that stalls',
    behave: socket => socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n7\r\nkey'),
    expect: 'timeout_body',
  },
  {
    name: 'a body that is cut off',
    behave: socket => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nkey'),
    expect: 'body_truncated',
  },
  {
    name: 'a body that is cut off, on a connection to keep',
    behave: socket => socket.end('HTTP/1.1 200 OK\r\nconnection: keep-alive\r\ncontent-length: 7\r\n\r\nkey'),
    expect: 'body_truncated',
  },
  {
    name: 'a reset in the body',
    behave: socket => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nkey');
      setTimeout(() => socket.resetAndDestroy(), 20);
    },
    expect: 'conn_reset',
  },
  {
    name: 'a switch of protocols',
    behave: socket => socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'),
    expect: 'malformed_response',
  },
  { name: 'garbage', behave: socket => socket.end('SSH-2.0-OpenSSH_9.2\r\n'), expect: 'malformed_response' },
  {
    name: 'a head that breaks off',
    behave: socket => socket.end('HTTP/1.1 200 OK\r\ncontent-le'),
    expect: 'malformed_response',
  },
  {
    name: 'a body that is too large',
    behave: socket => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99999999\r\n\r\n'),
    expect: 'body_too_large',
  },
  {
    name: 'a bad chunk',
    behave: socket => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
    expect: 'malformed_response',
  },
  {
    name: 'a tunnel',
    method: 'CONNECT',
    behave: socket => socket.write('HTTP/1.1 200 OK\r\n\r\nbytes of the tunnel'),
    expect: 'answer',
  },
  {
    name: 'a second answer after the first',
    behave: socket => socket.write(healthy + healthy.replace('keyword', 'another')),
    expect: 'answer',
  },
];

/** A server that has the behaviour that its path names, or is healthy. */
async function faultyServer(): Promise<HostileServer> {
  return await hostileServer((socket, head) => {
    const fault = /\/(\d+)[ ?]/.exec(head)?.[1];
    if (fault === undefined) socket.write(healthy);
    else faults[Number(fault)]?.behave(socket);
  });
}

async function assertHealthy({ port }: HostileServer): Promise<void> {
  const { http, text } = asObservation(await fetch(`http://127.0.0.1:${port}/healthy`));
  assert.deepEqual([http?.status, text], [200, 'keyword']);
}

describe('the clients that probes share', () => {
  it('carry nothing of one run into the next, whatever went wrong', async () => {
    await using server = await faultyServer();
    for (const [index, { name, method = 'GET', expect }] of faults.entries()) {
      const outcome = await fetch(`http://127.0.0.1:${server.port}/${index}`, { method }, 150);
      assert.equal(summary(outcome), expect, name);
      await assertHealthy(server);
    }
  });

  it('carry nothing between runs at the same time', async () => {
    await using server = await faultyServer();
    const runs = faults.flatMap(({ method = 'GET' }, index) => [
      fetch(`http://127.0.0.1:${server.port}/${index}`, { method }, 500),
      assertHealthy(server),
    ]);
    const outcomes = (await Promise.all(runs)).filter(outcome => outcome !== undefined);
    assert.deepEqual(
      outcomes.map(summary),
      faults.map(({ expect }) => expect),
    );
  });

  it('open a connection for each run, and close it', async () => {
    await using server = await faultyServer();
    for (let run = 1; run <= 5; run += 1) {
      await assertHealthy(server);
      assert.equal(server.connections, run);
    }
  });
});

describe('a body of a known length', () => {
  const body = 'a\r\n\r\nb\r\n\r\nHTTP/1.1 200 OK';
  const answer = `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\nx: y\r\n\r\n${body}`;

  it('is read whole wherever the answer is split', async () => {
    await using server = await hostileServer((socket, head) => {
      const at = Number(/\/(\d+) /.exec(head)?.[1]);
      socket.write(answer.slice(0, at));
      void delay(15).then(() => socket.write(answer.slice(at)));
    });
    const splits = Array.from({ length: answer.length }, (_, index) => index + 1);
    const outcomes = await Promise.all(splits.map(at => fetch(`http://127.0.0.1:${server.port}/${at}`)));
    for (const [index, outcome] of outcomes.entries()) {
      assert.equal(asObservation(outcome).text, body, `split after ${splits[index]} bytes`);
    }
  });

  it('is read whole after interim answers, and when more than it comes', async () => {
    await using server = await hostileServer(socket => {
      socket.write(
        `HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n${answer}and more`,
      );
    });
    assert.equal(asObservation(await fetch(`http://127.0.0.1:${server.port}/`)).text, body);
  });
});
