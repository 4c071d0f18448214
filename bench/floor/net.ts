/** The least that a probe can take in Node.js: a socket of its own, and nothing that understands HTTP. */
import { connect } from 'node:net';
import { type Prober, type Question, runClosedLoop } from './closed-loop.ts';

const status = Buffer.from('HTTP/1.1 200 ');

runClosedLoop(process.argv.slice(2), proberOf);

function proberOf({ host, port, keyword }: Question): Prober {
  const request = `GET /t/0 HTTP/1.1\r\nHost: ${host}:${port}\r\nConnection: close\r\n\r\n`;
  const answer = Buffer.alloc(16 * 1024);
  return over => {
    let length = 0;
    const socket = connect({
      host,
      port,
      onread: {
        buffer: answer,
        callback(bytes) {
          length += bytes;
          socket.destroy();
          const got = answer.subarray(0, length);
          over(got.subarray(0, status.length).equals(status) && got.includes(keyword));
          return false;
        },
      },
    });
    socket.once('error', () => over(false));
    socket.write(request);
  };
}
