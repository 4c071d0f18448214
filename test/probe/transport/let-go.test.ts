import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, it } from 'node:test';
import { letGoOnceClosed } from '../../../src/probe/transport/let-go.ts';
import { answer, hostileServer } from '../../support/hostile-server.ts';

describe('a socket that is let go', () => {
  it('tells everybody that it is closed, then leads to nobody, and no late error ends the process', async () => {
    await using server = await hostileServer(socket => void socket.write(answer('ok')));
    const socket = connect({ host: '127.0.0.1', port: server.port });
    const heard: string[] = [];
    socket.on('close', () => heard.push('before'));
    letGoOnceClosed(socket);
    socket.on('close', () => heard.push('after'));
    socket.on('data', () => {});
    await once(socket, 'connect');
    assert.equal(socket.listenerCount('data'), 1);
    socket.destroy();
    await once(socket, 'close');
    assert.deepEqual(heard, ['before', 'after']);
    assert.deepEqual(socket.eventNames(), ['error']);
    socket.emit('error', new Error('late'));
  });
});
