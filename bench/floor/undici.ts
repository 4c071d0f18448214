/** The least that a probe can take with undici: a client for each target, a connector of our own, and nothing around them. */
import { connect, Socket } from 'node:net';
import { Client } from 'undici';
import { type Prober, type Question, runClosedLoop } from './closed-loop.ts';

/** undici makes an error, with its stack, for a connection that is closed without one. */
const over = new Error('over');

runClosedLoop(process.argv.slice(2), proberOf);

function proberOf({ host, port, keyword }: Question): Prober {
  let socket = new Socket();
  const client = new Client(`http://${host}:${port}`, {
    allowH2: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect(_options, callback) {
      const failed = (error: Error): void => callback(error, null);
      socket = connect({ host, port }, () => {
        socket.off('error', failed);
        callback(null, socket);
      });
      socket.once('error', failed);
    },
  });
  return finished => {
    const pieces: Buffer[] = [];
    let isGood = false;
    client.dispatch(
      { method: 'GET', path: '/t/0', reset: true },
      {
        onRequestStart: () => {},
        onResponseStart(_controller, status) {
          isGood = status === 200;
        },
        onResponseData(_controller, chunk) {
          pieces.push(chunk);
        },
        onResponseEnd() {
          socket.once('close', () => finished(isGood && Buffer.concat(pieces).includes(keyword)));
          socket.destroy(over);
        },
        onResponseError: () => finished(false),
      },
    );
  };
}
