import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import test from 'node:test';
import { connectToAny } from '../../../src/probe/transport/connect.ts';

test('addresses that are still asked for are waited for, though all before them have failed', async t => {
  await using server = createServer().listen(0, '127.0.0.2');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const others = Promise.withResolvers<readonly string[]>();
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const connecting = connectToAny(
    {
      addresses: ['127.0.0.1'],
      mayHaveOthers: true,
      others: () => others.promise,
      [Symbol.dispose]: () => {},
    },
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
