import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Answers the requests of a connection one by one, as their answers are sent (RFC 9112 §9.3.2), and everybody else in
 * between; ends a connection that has more than `mostWaiting` in line. Node.js hands on all that came at once: thousands in
 * a few kilobytes, whose answers would take the event loop for a second and more, and memory for each.
 */
export function inTurn(listener: RequestListener, mostWaiting: number): RequestListener {
  const lines = new WeakMap<Socket, (() => void)[]>();
  return (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return;
    const line = lines.get(socket) ?? [];
    lines.set(socket, line);
    if (line.length > mostWaiting) {
      socket.destroy();
      return;
    }
    line.push(() => listener(request, response));
    if (line.length === 1) listener(request, response);
    response.once('close', () => {
      line.shift();
      const [next] = line;
      if (next !== undefined && !socket.destroyed) setImmediate(next);
    });
  };
}
