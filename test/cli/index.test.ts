import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands } from '../../src/cli/index.ts';

for (const { name, load } of commands) {
  test(`what '${name}' loads is the command of that name`, async () => {
    assert.equal((await load()).name, name);
  });
}
