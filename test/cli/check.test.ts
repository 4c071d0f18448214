import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { run } from '../../src/cli/index.ts';
import { fakeIo } from '../support/fake-io.ts';
import { httpServer } from '../support/probing.ts';
import { temporaryFolder } from '../support/real-programs.ts';

test('asks no more of one server at once than the daemon would', async () => {
  let [asked, open, most] = [0, 0, 0];
  await using target = await httpServer((_request, response) => {
    asked += 1;
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.end('OK');
    }, 50);
  });
  await using folder = await temporaryFolder();
  const file = join(folder.path, 'config.yaml');
  const names = Array.from({ length: 100 }, (_, index) => `c${index}`);
  const components = names.map(name => `${name}: { url: "http://${target.host}/${name}", keyword: OK }`);
  await writeFile(file, `servers: [{ domain: a.test, components: { ${components.join(', ')} } }]`);
  const { io, output } = fakeIo();
  assert.equal(await run(['check', `--config.file=${file}`, '--json'], io), 0, output().stdout);
  const results: readonly { component: string; up: boolean }[] = JSON.parse(output().stdout);
  assert.deepEqual(
    results.map(({ component, up }) => [component, up]),
    names.map(name => [name, true]),
    'in the order of the configuration',
  );
  assert.equal(asked, names.length);
  assert.ok(most > 1 && most <= 32, `${most} at once`);
});
