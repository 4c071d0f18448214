import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commands, run } from '../../src/cli/index.ts';
import { fakeIo } from '../support/fake-io.ts';

for (const { name, load } of commands) {
  test(`what '${name}' loads is the command of that name`, async () => {
    assert.equal((await load()).name, name);
  });
}

test('a command behind the options is told where it belongs, another word that it is unknown', async () => {
  const rows: readonly (readonly [argv: readonly string[], message: RegExp])[] = [
    [['-c', 'config.yaml', 'check'], /write 'check' before the options\nTry: fedistatus --help/],
    [['chek'], /unknown command or argument 'chek'/],
    [['check', 'serve'], /unknown command or argument 'serve'/],
  ];
  for (const [argv, message] of rows) {
    const { io, output } = fakeIo();
    assert.equal(await run(argv, io), 2);
    assert.match(output().stderr, message);
  }
});
