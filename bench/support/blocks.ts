import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { eventually, temporaryFolder } from '../../test/support/real-programs.ts';
import { own } from './owned.ts';
import { type Product, startProduct } from './product.ts';

const preload = resolve(import.meta.dirname, 'preload/longest-block.ts');

/** A daemon that says how long its event loop was held up. */
export interface BlockWatch extends AsyncDisposable {
  readonly product: Product;
  /** The longest time between two turns of its event loop since the last call, in milliseconds. */
  longestMs(): Promise<number>;
}

export async function startBlockWatch(config: string): Promise<BlockWatch> {
  const folder = own(await temporaryFolder());
  const file = join(folder.path, 'blocks.txt');
  const product = await startProduct(config, {
    nodeOptions: ['--import', preload],
    env: { BENCH_BLOCKS: file },
  });
  const read = (): readonly string[] =>
    existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  return {
    product,
    async longestMs() {
      const { length } = read();
      product.program.kill('SIGUSR2');
      return await eventually('the longest block', async () => {
        const line = read()[length];
        return line === undefined ? undefined : Number(line);
      });
    },
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
