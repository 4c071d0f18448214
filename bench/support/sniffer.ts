import { eventually } from '../../test/support/real-programs.ts';
import type { Floor } from './floor.ts';
import { cores, startOnCore } from './programs.ts';

/** What the kernel saw of one connection. Epoch milliseconds. */
export interface SeenConnection {
  readonly path: string;
  readonly synAt: number;
  readonly lastDataAt: number;
}

export interface Sniffer extends AsyncDisposable {
  /** Ends it, and gives all connections that it saw. */
  end(): Promise<readonly SeenConnection[]>;
}

/** Watches the connections to a port of loopback from the outside. */
export async function startSniffer(floor: Floor, port: number): Promise<Sniffer> {
  const program = startOnCore(cores.others, floor.sniff, [String(port)]);
  await eventually('the sniffer', async () => program.output().includes('listening') || undefined);
  return {
    async end() {
      await program[Symbol.asyncDispose]();
      return program.output().split('\n').flatMap(toConnection);
    },
    [Symbol.asyncDispose]: () => program[Symbol.asyncDispose](),
  };
}

function toConnection(line: string): readonly SeenConnection[] {
  const [, path = '', syn, lastData] = /^(\/\S*) (\d+) (\d+)$/.exec(line) ?? [];
  return path === '' ? [] : [{ path, synAt: Number(syn) / 1e6, lastDataAt: Number(lastData) / 1e6 }];
}
