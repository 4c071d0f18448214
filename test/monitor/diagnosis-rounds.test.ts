import assert from 'node:assert/strict';
import test from 'node:test';
import { toResult } from '../../src/core/result.ts';
import { DiagnosisRounds } from '../../src/monitor/diagnosis-rounds.ts';
import { component, failure, observation } from '../support/core-values.ts';
import { FakeClock } from '../support/fake-clock.ts';

class Setting {
  readonly clock = new FakeClock();
  readonly diagnosed: string[] = [];
  readonly rounds = new DiagnosisRounds(this.clock, server => this.diagnosed.push(server));

  result(server: string, name: string, isWell: boolean, hasFindings = false): void {
    const times = { at: this.clock.now(), durationMs: 1 };
    const outcome = isWell ? observation() : failure();
    this.rounds.note(toResult({ ...component(), server, name }, outcome, times), hasFindings);
  }
}

test('a server of which all is well is not looked at', async () => {
  const setting = new Setting();
  for (const name of ['api', 'page']) setting.result('well.example', name, true);
  await setting.clock.advance(1000);
  assert.deepEqual(setting.diagnosed, []);
});

test('a server is looked at once for all that comes in a moment, and within it', async () => {
  const setting = new Setting();
  for (const name of ['api', 'page', 'streaming']) setting.result('broken.example', name, false);
  setting.result('other.example', 'api', false);
  assert.deepEqual(setting.diagnosed, []);
  await setting.clock.advance(100);
  assert.deepEqual(setting.diagnosed, ['broken.example', 'other.example']);
  assert.equal(setting.clock.pending, 0);
  setting.result('other.example', 'api', false);
  await setting.clock.advance(100);
  assert.deepEqual(setting.diagnosed.slice(2), ['other.example']);
});

test('what is well counts as long as something else of the server is not', async () => {
  const setting = new Setting();
  setting.result('a.example', 'api', false);
  await setting.clock.advance(100);
  setting.result('a.example', 'page', true);
  await setting.clock.advance(100);
  setting.result('a.example', 'api', true);
  setting.result('a.example', 'page', true);
  await setting.clock.advance(100);
  assert.deepEqual(setting.diagnosed, ['a.example', 'a.example']);
});

test('what was found is looked at again when all is well', async () => {
  const setting = new Setting();
  setting.result('a.example', 'api', true, true);
  await setting.clock.advance(100);
  assert.deepEqual(setting.diagnosed, ['a.example']);
});

test('a component that is not watched any more is no reason to look', async () => {
  const setting = new Setting();
  setting.result('a.example', 'api', false);
  await setting.clock.advance(100);
  setting.rounds.keep((_server, name) => name !== 'api');
  setting.result('a.example', 'page', true);
  await setting.clock.advance(100);
  assert.deepEqual(setting.diagnosed, ['a.example']);
});

test('nothing is looked at once it is stopped', async () => {
  const setting = new Setting();
  setting.result('a.example', 'api', false);
  setting.rounds.stop();
  assert.equal(setting.clock.pending, 0);
});
