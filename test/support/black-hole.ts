import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

/** A port that answers no SYN: its backlog is full and its process never accepts. */
export async function blackHole(
  host = '127.0.0.1',
  wantedPort = 0,
): Promise<AsyncDisposable & { readonly port: number }> {
  const script = `
    const server = require('node:net').createServer();
    server.listen({ port: ${wantedPort}, host: '${host}', backlog: 1 }, () => {
      require('node:fs').writeSync(1, server.address().port + '\\n');
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    });`;
  const child: ChildProcess = spawn(process.execPath, ['-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout!, 'data');
  const port = Number(String(line));
  const fillers = Array.from({ length: 8 }, () => connect(port, host).on('error', () => {}));
  // Two connections fit into the backlog. Once they are there, the others wait for ever.
  await Promise.any(fillers.map(socket => once(socket, 'connect')));
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of fillers) socket.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
