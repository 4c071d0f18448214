import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import test from 'node:test';
import { DeadlineExceeded } from '../../../src/core/component.ts';
import { ProbeFailure } from '../../../src/probe/failure.ts';
import { connectToAny } from '../../../src/probe/transport/connect.ts';
import type { Lookup } from '../../../src/probe/transport/resolve.ts';
import { blackHole } from '../../support/black-hole.ts';

test('addresses that are still asked for are waited for, though all before them have failed', async t => {
  await using server = createServer().listen(0, '127.0.0.2');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const others = Promise.withResolvers<readonly string[]>();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const connecting = connectToAny(
    { ...lookup(['127.0.0.1']), mayHaveOthers: true, others: () => others.promise },
    port,
    new AbortController().signal,
  );
  // Asks for the others, as the first has not answered yet.
  t.mock.timers.tick(500);
  // Whoever is refused after it: by then the first was, too.
  await once(connect(port, '127.0.0.1'), 'error');

  others.resolve(['127.0.0.2']);

  const { address, failedAddresses, socket } = await connecting;
  socket.destroy();
  assert.equal(address, '127.0.0.2');
  assert.deepEqual(failedAddresses, ['127.0.0.1']);
});

test('what was not answered in time is told in the order in which it was asked', async () => {
  await using hole = await blackHole('127.0.0.2');
  const { port } = hole;
  const controller = new AbortController();
  const connecting = connectToAny(lookup(['127.0.0.1', '127.0.0.2']), port, controller.signal);
  // Whoever is refused after it: by then the first was, too, and the second is asked.
  await once(connect(port, '127.0.0.1'), 'error');

  controller.abort(new DeadlineExceeded());

  await assert.rejects(connecting, (failure: unknown) => {
    assert.ok(failure instanceof ProbeFailure);
    assert.equal(failure.code, 'timeout_connect');
    assert.equal(failure.message, `no connection to 127.0.0.1:${port}, 127.0.0.2:${port} in time`);
    assert.deepEqual(failure.facts, { address: '127.0.0.2', failedAddresses: ['127.0.0.1'] });
    return true;
  });
});

function lookup(addresses: readonly string[]): Lookup {
  return {
    addresses,
    mayHaveOthers: false,
    others: () => Promise.resolve([]),
    [Symbol.dispose]: () => {},
  };
}
