import assert from 'node:assert/strict';
import test from 'node:test';
import { Stop } from '../../src/monitor/stop.ts';

test('tells everyone who still listens, once, after it says so itself', () => {
  const stop = new Stop();
  const told: string[] = [];
  const tell = (name: string) => (): void => void told.push(`${name} ${stop.aborted} ${String(stop.reason)}`);
  const [first, second, third] = [tell('first'), tell('second'), tell('third')];
  for (const listener of [first, second, third]) stop.addEventListener('abort', listener);
  stop.removeEventListener('abort', second);
  stop.removeEventListener('abort', tell('a stranger'));
  assert.deepEqual([stop.aborted, told], [false, []]);
  stop.abort('why');
  stop.abort('again');
  assert.deepEqual([told, stop.reason], [['first true why', 'third true why'], 'why']);
});

test('a listener that leaves while others are told keeps nobody from being told', () => {
  const stop = new Stop();
  const told: string[] = [];
  const first = (): void => {
    told.push('first');
    stop.removeEventListener('abort', first);
  };
  stop.addEventListener('abort', first);
  stop.addEventListener('abort', () => void told.push('second'));
  stop.abort(null);
  assert.deepEqual(told, ['first', 'second']);
});
