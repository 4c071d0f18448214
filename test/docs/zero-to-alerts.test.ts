/** The page from zero to alerts, done to the letter: its commands in their order, on ports that are free. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { hurriedRules } from '../support/alertmanager.ts';
import {
  eventually,
  freePort,
  requireProgram,
  startProgram,
  temporaryFolder,
} from '../support/real-programs.ts';

const root = resolve(import.meta.dirname, '../..');
const page = await readFile(join(root, 'docs/zero-to-alerts.md'), 'utf8');

/** What `npm test` has done already, at the beginning of any test run. */
const doneBefore = new Set(['npm ci']);

/** Stays in its terminal. */
const staying = /^(?:npm start$|prometheus |prometheus-alertmanager )/;

/** What a command has to say, sooner or later. */
const answers: readonly (readonly [command: RegExp, answer: RegExp])[] = [
  [/^amtool config routes test .*severity=critical/, /^page$/m],
  [/^amtool config routes test .*FedistatusWatchdog/, /^deadman$/m],
  [/^promtool query instant/, /FedistatusServerDown/],
  [/^amtool alert query/, /FedistatusServerDown/],
];

test('the commands from zero to alerts work as they are written', async t => {
  for (const program of ['prometheus', 'promtool', 'prometheus-alertmanager', 'amtool']) {
    if ((await requireProgram(t, program)) === null) return;
  }
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder());
  const elsewhere = await freePorts();
  await checkOut(folder.path, elsewhere);
  for (const command of commandsOf(page).map(elsewhere)) {
    if (doneBefore.has(command)) continue;
    if (staying.test(command)) {
      const shell = ['-c', `exec ${command}`];
      stack.use(startProgram('sh', shell, { cwd: folder.path, withChildren: true }));
      continue;
    }
    const [, expected = /^/] = answers.find(([start]) => start.test(command)) ?? [];
    await eventually(
      command,
      async () => {
        const { stdout } = await promisify(execFile)('sh', ['-c', command], { cwd: folder.path });
        if (!expected.test(stdout)) throw new Error(stdout);
        return stdout;
      },
      60_000,
      500,
    );
  }
});

test('every alert, file and page that the page names exists', async () => {
  const files = [...page.matchAll(/(?:deploy|grafana)\/[\w./-]+\.(?:ya?ml|json|ts)/g)].map(([file]) => file);
  const links = [...page.matchAll(/\]\(([\w./-]+\.\w+)(?:#[\w-]+)?\)/g)].map(([, link = '']) =>
    join('docs', link),
  );
  assert.ok(files.length > 3 && links.length > 3);
  for (const file of [...files, ...links]) await readFile(join(root, file));
});

/** The commands of the code blocks, those over several lines in one. */
function commandsOf(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);
  return blocks.flatMap(block =>
    block
      .replace(/\\\n\s*/g, '')
      .trim()
      .split('\n'),
  );
}

/** Puts free ports in place of the usual ones, which somebody may be using. */
async function freePorts(): Promise<(text: string) => string> {
  const ports = new Map<string, number>();
  for (const usual of ['10061', '10062', '9090', '9093']) ports.set(usual, await freePort());
  return text =>
    text
      .replace(/\b(?:10061|10062|9090|9093)\b/g, usual => String(ports.get(usual)))
      // Where the simulated server is by default is nowhere written, and may be somebody else's.
      .replace(/\bdemo (?:break \w+|heal)$/, `$& --listen=127.0.0.1:${ports.get('10062')}`);
}

/** A copy of the project: with those ports, with seconds in place of minutes, and with mail that goes nowhere. */
async function checkOut(folder: string, elsewhere: (text: string) => string): Promise<void> {
  for (const part of ['src', 'node_modules', 'package.json', 'docs']) {
    await symlink(join(root, part), join(folder, part));
  }
  await cp(join(root, 'deploy'), join(folder, 'deploy'), { recursive: true });
  const changed = async (file: string, change: (text: string) => string): Promise<void> => {
    await writeFile(join(folder, file), elsewhere(change(await readFile(join(root, file), 'utf8'))));
  };
  await changed(
    'config.yaml',
    text => `listen: 127.0.0.1:10061\n${text.replace('interval: 15s', 'interval: 1s\ntimeout: 900ms')}`,
  );
  await changed('deploy/prometheus/prometheus.yml', text => text.replaceAll(': 15s', ': 1s'));
  await changed('deploy/alertmanager/alertmanager.yml', text =>
    text.replace('mail.example.org:587', '127.0.0.1:9'),
  );
  await writeFile(join(folder, 'deploy/prometheus/fedistatus.rules.yaml'), await hurriedRules());
}
