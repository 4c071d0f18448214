import assert from 'node:assert/strict';
import test from 'node:test';
import type { Picture } from '../../src/core/diagnosis/picture.ts';
import { RestlessServers } from '../../src/monitor/restless-servers.ts';

const patienceMs = 60_000;

function picture(isSettled: boolean): Picture {
  return { resultOf: () => null, isUnsure: () => false, isSettled, patienceMs };
}

test('a server is restless once its picture has not settled for three of its intervals, until it does', () => {
  const servers = new RestlessServers();
  const restlessAt = (now: number, isSettled: boolean): boolean => {
    servers.note('a.example', picture(isSettled), now);
    return servers.domains.has('a.example');
  };
  assert.equal(restlessAt(0, false), false);
  assert.equal(restlessAt(3 * patienceMs, false), false);
  assert.equal(restlessAt(3 * patienceMs + 1, false), true);
  assert.equal(restlessAt(4 * patienceMs, true), false);
  assert.equal(restlessAt(4 * patienceMs + 1, false), false);
});

test('a server that is gone is forgotten, others are not', () => {
  const servers = new RestlessServers();
  for (const now of [0, 4 * patienceMs]) {
    for (const domain of ['a.example', 'b.example']) servers.note(domain, picture(false), now);
  }
  servers.keep(['b.example']);
  assert.deepEqual([...servers.domains], ['b.example']);
});
