/** `remote-server.ts HOST PORT MILLISECONDS`: answers at once, and below `/slow/` after so many milliseconds. */
import { createServer } from 'node:http';
import { body } from './kind.ts';

const [host, port, slowMs] = process.argv.slice(2);

const server = createServer((request, response) => {
  const waitMs = request.url?.startsWith('/slow/') === true ? Number(slowMs) : 0;
  const answer = (): void => void response.end(body);
  if (waitMs === 0) answer();
  else setTimeout(answer, waitMs);
});
server.listen(Number(port), host);
