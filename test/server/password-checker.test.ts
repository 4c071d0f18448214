import assert from 'node:assert/strict';
import test from 'node:test';
import { Secret } from '../../src/core/secret.ts';
import { createPasswordChecker, type PasswordChecker } from '../../src/server/password-checker.ts';

const users = new Map([
  ['alice', new Secret('hash of right')],
  ['bob', new Secret('hash of other')],
]);

interface Fake {
  readonly checker: PasswordChecker;
  readonly compared: readonly string[];
  /** Lets the comparison under way end. */
  readonly finish: () => void;
}

/** A checker whose comparisons end when the test says so. */
function slowChecker(): Fake {
  const compared: string[] = [];
  let end: () => void = () => undefined;
  const checker = createPasswordChecker(
    async (password, hash) => {
      compared.push(`${password} / ${hash}`);
      await new Promise<void>(resolve => (end = resolve));
      return hash === `hash of ${password}`;
    },
    () => Promise.resolve(),
  );
  return { checker, compared, finish: () => end() };
}

/** A checker whose comparisons end at once. */
function quickChecker(): Omit<Fake, 'finish'> {
  const compared: string[] = [];
  const checker = createPasswordChecker(async (password, hash) => {
    compared.push(`${password} / ${hash}`);
    return hash === `hash of ${password}`;
  });
  return { checker, compared };
}

test('a right password is worked out once, a wrong one each time', async () => {
  const { checker, compared } = quickChecker();
  for (const password of ['right', 'right', 'wrong', 'wrong']) {
    assert.equal(await checker({ user: 'alice', password }, users), password === 'right');
  }
  assert.deepEqual(compared, ['right / hash of right', 'wrong / hash of right', 'wrong / hash of right']);
});

test("an unknown name is held against another's hash, and is wrong even when that fits", async () => {
  const { checker, compared } = quickChecker();
  assert.equal(await checker({ user: 'mallory', password: 'right' }, users), false);
  assert.equal(await checker({ user: 'alice', password: 'right' }, users), true);
  assert.equal(await checker({ user: 'mallory', password: 'right' }, users), false);
  assert.equal(compared.length, 3);
});

test('guesses wait for each other, and those beyond eight are turned away', async () => {
  const { checker, compared, finish } = slowChecker();
  const guesses = Array.from({ length: 10 }, (_, i) =>
    checker({ user: 'alice', password: `guess ${i}` }, users),
  );
  assert.deepEqual(await Promise.all(guesses.slice(8)), ['busy', 'busy']);
  for (let i = 1; i <= 8; i += 1) {
    await new Promise(resolve => setImmediate(resolve));
    assert.equal(compared.length, i);
    finish();
  }
  assert.deepEqual(new Set(await Promise.all(guesses.slice(0, 8))), new Set([false]));
});

test('who was right before is let in while others guess', async () => {
  const { checker, finish } = slowChecker();
  const first = checker({ user: 'alice', password: 'right' }, users);
  await new Promise(resolve => setImmediate(resolve));
  finish();
  assert.equal(await first, true);
  for (let i = 0; i < 10; i += 1) void checker({ user: 'bob', password: `guess ${i}` }, users);
  assert.equal(await checker({ user: 'alice', password: 'right' }, users), true);
});

test('a comparison that throws rejects, and does not block the next', async () => {
  let calls = 0;
  const checker = createPasswordChecker(async () => {
    calls += 1;
    if (calls === 1) throw new Error('bad hash');
    return true;
  });
  await assert.rejects(checker({ user: 'alice', password: 'right' }, users), /bad hash/);
  assert.equal(await checker({ user: 'alice', password: 'right' }, users), true);
});

test('after a wrong password the next waits nine times as long as that took, a remembered one does not', async () => {
  const rests: number[] = [];
  let wake: () => void = () => undefined;
  const compared: string[] = [];
  const checker = createPasswordChecker(
    async (password, hash) => {
      compared.push(password);
      const until = performance.now() + 5;
      while (performance.now() < until);
      return hash === `hash of ${password}`;
    },
    ms => {
      rests.push(ms);
      return new Promise<void>(resolve => (wake = resolve));
    },
  );
  assert.equal(await checker({ user: 'alice', password: 'right' }, users), true);
  assert.equal(await checker({ user: 'alice', password: 'wrong' }, users), false);
  const next = checker({ user: 'bob', password: 'other' }, users);
  assert.equal(await checker({ user: 'alice', password: 'right' }, users), true);
  assert.deepEqual(compared, ['right', 'wrong']);
  assert.equal(rests.length, 1);
  assert.ok((rests[0] ?? 0) >= 45, `${rests[0]} ms`);
  wake();
  assert.equal(await next, true);
});
