import type { Socket } from 'node:net';

/**
 * Has a socket lead to nothing any more once it is closed. V8 counts a function that is assigned to a property
 * (`this.onwrite = () => …`, as Node.js does in each stream) among the old objects from the start, so all that can be
 * reached from it outlives the quick collections, garbage or not. Without this that is all of a probe's run: it would be
 * copied twice, and then wait for the slow collection.
 */
export function letGoOnceClosed(socket: Socket): void {
  socket.on('close', letGo);
}

function letGo(this: Socket): void {
  this.removeAllListeners();
  // Whatever still happens to it must not end the process.
  this.on('error', ignore);
}

function ignore(): void {}
