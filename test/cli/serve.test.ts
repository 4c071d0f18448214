import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import type { Arguments, ExitCode } from '../../src/cli/command.ts';
import { serve } from '../../src/cli/serve.ts';
import { type FakeIo, fakeIo } from '../support/fake-io.ts';
import { eventually, temporaryFolder } from '../support/real-programs.ts';

interface Serving extends AsyncDisposable {
  readonly hangUp: FakeIo['hangUp'];
  /** Replaces the configuration. */
  write(config: string): Promise<void>;
  /** Waits for so many lines of the log with this message, and gives them. */
  logged(message: string, count: number): Promise<readonly Record<string, unknown>[]>;
}

/** The daemon in this process, as it begins to start. */
async function serving(config: string): Promise<Serving> {
  const folder = await temporaryFolder();
  const file = join(folder.path, 'config.yaml');
  const write = (text: string): Promise<void> => writeFile(file, text);
  await write(config);
  const { io, output, hangUp, stop } = fakeIo();
  const ended: Promise<ExitCode> = serve.run(argumentsOf({ 'config.file': file }), io);
  return {
    hangUp,
    write,
    logged: (message, count) =>
      eventually(`${count} × ${message}`, async () => {
        const lines: readonly Record<string, unknown>[] = output()
          .stdout.split('\n')
          .filter(line => line !== '')
          .map(line => JSON.parse(line));
        const found = lines.filter(({ msg }) => msg === message);
        return found.length >= count ? found : undefined;
      }),
    async [Symbol.asyncDispose]() {
      stop();
      assert.equal(await ended, 0, output().stderr);
      await folder[Symbol.asyncDispose]();
    },
  };
}

function argumentsOf(texts: Readonly<Record<string, string>>): Arguments {
  return { positionals: [], text: name => texts[name], texts: () => [], flag: () => false };
}

function configWith(more: string): string {
  return `
history: memory
servers: [{ domain: a.test, components: { wiki: { url: "http://127.0.0.1:1/" } } }]
${more}
`;
}

test('a SIGHUP while the daemon starts is answered with a reload once it has', async () => {
  await using daemon = await serving(configWith('listen: 127.0.0.1:0'));
  daemon.hangUp();
  await daemon.logged('configuration reloaded', 1);
});

test('a reload names each key whose change needs a restart, for as long as the daemon runs with another', async () => {
  const running = configWith('listen: 127.0.0.1:0');
  const changed = configWith('listen: 127.0.0.1:1');
  await using daemon = await serving(running);
  await daemon.logged('watching', 1);
  for (const [index, config] of [changed, changed, changed, running].entries()) {
    await daemon.write(config);
    daemon.hangUp();
    await daemon.logged('configuration reloaded', index + 1);
  }
  const warnings = await daemon.logged('a change of these keys needs a restart', 1);
  assert.deepEqual(
    warnings.map(({ keys }) => keys),
    [['listen'], ['listen'], ['listen']],
  );
});
