import assert from 'node:assert/strict';
import test from 'node:test';
import type { Published, publishTo } from '../../src/publish/static.ts';
import { StaticLoop, type StaticLoopSettings, staleAfterMs } from '../../src/publish/static-loop.ts';
import { FakeClock, settled } from '../support/fake-clock.ts';
import { minute, second } from '../support/history-values.ts';
import { emptySnapshot } from '../support/snapshots.ts';

const settings: StaticLoopSettings = { directory: '/site', everyMs: 5 * minute };

interface Bench {
  readonly clock: FakeClock;
  readonly loop: StaticLoop;
  /** When it was published, in seconds since the start. */
  readonly published: number[];
  readonly counts: Record<'published' | 'failed', number>;
  readonly log: string[];
  readonly signals: (AbortSignal | undefined)[];
  mark: unknown;
  fails: boolean;
  /** Resolves the publication under way; null: it is done at once. */
  gate: Promise<void> | null;
}

function bench(initial: StaticLoopSettings | null = settings): Bench {
  const clock = new FakeClock();
  const log: string[] = [];
  const write = (level: string) => (_fields: object, message: string) => void log.push(`${level} ${message}`);
  const bare: Omit<Bench, 'loop'> = {
    clock,
    published: [],
    counts: { published: 0, failed: 0 },
    log,
    signals: [],
    mark: 'first',
    fails: false,
    gate: null,
  };
  const self = bare as Bench;
  const publish: typeof publishTo = async (_directory, _snapshot, { signal }): Promise<Published> => {
    self.signals.push(signal);
    self.published.push(clock.monotonic() / second);
    await self.gate;
    if (self.fails) throw new Error('no room');
    return { written: 1, unchanged: 0, removed: 0 };
  };
  const loop = new StaticLoop(
    {
      clock,
      log: { debug: () => undefined, info: write('info'), warn: write('warn'), error: write('error') },
      snapshot: emptySnapshot,
      marks: () => [self.mark],
      count: result => void (self.counts[result] += 1),
      publish,
    },
    initial,
  );
  return Object.assign(self, { loop });
}

test('it is published at the start, and every so often while nothing changes', async () => {
  const { clock, published } = bench();
  await clock.advance(11 * minute);
  assert.deepEqual(published, [2, 302, 602]);
});

test('a change is published within seconds', async () => {
  const self = bench();
  await self.clock.advance(61 * second);
  self.mark = 'second';
  await self.clock.advance(10 * second);
  assert.deepEqual(self.published, [2, 62]);
});

test('what changes while files are written is published next, and never two at once', async () => {
  const self = bench();
  const { promise, resolve } = Promise.withResolvers<void>();
  self.gate = promise;
  await self.clock.advance(20 * second);
  self.mark = 'second';
  await self.clock.advance(20 * second);
  assert.deepEqual(self.published, [2], 'the first is still under way');
  self.gate = null;
  resolve();
  await settled();
  await self.clock.advance(10 * second);
  assert.deepEqual(self.published, [2, 42]);
});

test('a failure is told once, counted each time, tried again, and its end is told', async () => {
  const self = bench();
  self.fails = true;
  await self.clock.advance(3 * minute);
  assert.deepEqual(self.published, [2, 62, 122]);
  assert.deepEqual(self.counts, { published: 0, failed: 3 });
  self.fails = false;
  await self.clock.advance(minute + 4 * second);
  assert.deepEqual(self.log, [
    'error status page cannot be published',
    'info status page is published again',
  ]);
});

test('a failure is told again of another folder', async () => {
  const self = bench();
  self.fails = true;
  await self.clock.advance(2 * second);
  self.loop.replace({ ...settings, everyMs: minute });
  await self.clock.advance(2 * second);
  assert.deepEqual(self.log, ['error status page cannot be published']);
  self.loop.replace({ ...settings, directory: '/elsewhere' });
  await self.clock.advance(2 * second);
  assert.deepEqual(self.log.slice(1), ['error status page cannot be published']);
});

test('without a folder nothing is published, until a reload names one, and then no more', async () => {
  const self = bench(null);
  await self.clock.advance(minute);
  assert.deepEqual(self.published, []);
  self.loop.replace(settings);
  await self.clock.advance(2 * second);
  assert.equal(self.published.length, 1);
  self.loop.replace(null);
  self.mark = 'second';
  await self.clock.advance(20 * minute);
  assert.equal(self.published.length, 1);
});

test('the last change is published on the way out, and nothing after it', async () => {
  const self = bench();
  await self.clock.advance(10 * second);
  self.mark = 'second';
  await self.loop[Symbol.asyncDispose]();
  await self.loop[Symbol.asyncDispose]();
  assert.deepEqual(self.published, [2, 10]);
  assert.equal(self.clock.pending, 0);
  await self.clock.advance(20 * minute);
  assert.equal(self.published.length, 2);
});

test('a publication that takes too long holds nobody up on the way out', async () => {
  const self = bench();
  const { promise, resolve } = Promise.withResolvers<void>();
  self.gate = promise;
  await self.clock.advance(2 * second);
  let isDisposed = false;
  const disposed = self.loop[Symbol.asyncDispose]().then(() => (isDisposed = true));
  await self.clock.advance(2.9 * second);
  assert.equal(isDisposed, false, 'it may be done soon');
  await self.clock.advance(0.1 * second);
  await disposed;
  assert.equal(self.signals[0]?.aborted, true);
  assert.deepEqual(self.log, ['warn status page is left half published: the next start completes it']);
  self.fails = true;
  self.mark = 'second';
  resolve();
  await self.clock.advance(20 * minute);
  assert.deepEqual(self.published, [2], 'nothing is begun any more');
  assert.equal(self.log.length, 1);
});

test('with no change, the way out publishes nothing', async () => {
  const self = bench();
  await self.clock.advance(10 * second);
  await self.loop[Symbol.asyncDispose]();
  assert.deepEqual(self.published, [2]);
});

test('a page calls itself old after three publications that were missed, and not within a quarter of an hour', () => {
  assert.equal(staleAfterMs({ everyMs: 10 * second }), 15 * minute);
  assert.equal(staleAfterMs({ everyMs: 20 * minute }), 60 * minute);
});
