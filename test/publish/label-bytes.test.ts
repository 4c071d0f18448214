import assert from 'node:assert/strict';
import test from 'node:test';
import { LabelWriter } from '../../src/publish/label-bytes.ts';

test('what was written stays as it is, however much follows', () => {
  const writer = new LabelWriter();
  const long = 'é"'.repeat(10_000);
  const names = [...Array.from({ length: 2000 }, (_, index) => `c${index}`), long, 'last'];
  const written = names.map(component => writer.write({ server: 'social.example', component }));
  assert.deepEqual(
    written.map(bytes => Buffer.from(bytes).toString()),
    names.map(name => `server="social.example",component="${name.replaceAll('"', '\\"')}"`),
  );
});

test('nothing is written for no labels', () => {
  assert.equal(new LabelWriter().write({}).length, 0);
});
