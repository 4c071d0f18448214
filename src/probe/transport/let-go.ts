import type { Socket } from 'node:net';

/**
 * Has a socket lead to nothing any more once it is closed. For V8 puts a function that is assigned to a property where
 * it stands (`this.onwrite = () => …`, as Node.js does in each stream) among the old objects at once: until the next
 * collection of those it keeps all that can be reached from it, be it garbage or not, and a run of a probe that is kept
 * costs more to copy twice than to make.
 */
export function letGoOnceClosed(socket: Socket): void {
  socket.once('close', letGo);
}

function letGo(this: Socket): void {
  this.removeAllListeners();
  // Whatever still happens to it must not end the process.
  this.on('error', ignore);
}

function ignore(): void {}
