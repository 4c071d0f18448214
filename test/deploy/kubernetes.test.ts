import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import {
  PrometheusRule,
  ServiceMonitor,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { ConfigMap, PersistentVolumeClaim, Service } from 'kubernetes-models/v1';
import { parse, parseAllDocuments } from 'yaml';
import { version } from '../../src/version.ts';
import { requireProgram, startProgram, temporaryFolder } from '../support/real-programs.ts';

const folder = resolve(import.meta.dirname, '../../deploy/kubernetes');
const root = resolve(folder, '../..');

const models = {
  ConfigMap,
  Deployment,
  PersistentVolumeClaim,
  PrometheusRule,
  Service,
  ServiceMonitor,
  StatefulSet,
};

interface Manifest {
  readonly apiVersion: string;
  readonly kind: keyof typeof models;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
}

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly unknown[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe: { readonly httpGet: { readonly path: string; readonly port: string } };
  readonly readinessProbe: { readonly httpGet: { readonly path: string; readonly port: string } };
  readonly securityContext: object;
}

interface Workload extends Manifest {
  readonly spec: {
    readonly replicas: number;
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: { readonly securityContext: object; readonly containers: readonly [Container] };
    };
  };
}

async function read<T = Manifest>(file: string): Promise<T> {
  return parse(await readFile(join(folder, file), 'utf8'));
}

const others = ['config.yaml', 'kustomization.yaml'];
const manifests = (await readdir(folder)).filter(file => !others.includes(file));

for (const file of manifests) {
  test(`${file} is what the schema of its kind says`, async () => {
    const manifest = await read(file);
    const Model: new (data: never) => { apiVersion: string; validate(): void } = models[manifest.kind];
    const model = new Model(manifest as never);
    // The constructor fills in what a kind is called; the file must say it itself.
    assert.equal(manifest.apiVersion, model.apiVersion);
    model.validate();
  });
}

for (const file of ['deployment.yaml', 'statefulset.yaml']) {
  test(`${file} keeps to the restricted pod security standard and asks what the daemon answers`, async () => {
    const { spec } = await read<Workload>(file);
    const [container] = spec.template.spec.containers;
    assert.deepEqual(spec.template.spec.securityContext, {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    assert.equal(container.image, `fedistatus:${version}`);
    assert.deepEqual(container.livenessProbe.httpGet, { path: '/-/healthy', port: 'http' });
    assert.deepEqual(container.readinessProbe.httpGet, { path: '/-/ready', port: 'http' });
    assert.ok(container.args.includes(`--web.listen-address=0.0.0.0:${portOf(container, 'http')}`));
    const config = await read<{ public_listen: string }>('config.yaml');
    assert.equal(config.public_listen, `0.0.0.0:${portOf(container, 'public')}`);
  });
}

function portOf({ ports }: Container, wanted: string): number | undefined {
  return ports.find(({ name }) => name === wanted)?.containerPort;
}

test('service and monitor find the pods by their labels and ports', async () => {
  const { spec } = await read<Workload>('deployment.yaml');
  const service = await read<
    Manifest & { spec: { selector: object; ports: { name: string; targetPort: string }[] } }
  >('service.yaml');
  const monitor = await read<{ spec: { selector: { matchLabels: object }; endpoints: { port: string }[] } }>(
    'servicemonitor.yaml',
  );
  assert.deepEqual(service.spec.selector, spec.template.metadata.labels);
  assert.deepEqual(monitor.spec.selector.matchLabels, service.metadata.labels);
  const names = spec.template.spec.containers[0].ports.map(({ name }) => name);
  assert.deepEqual(
    service.spec.ports.map(({ targetPort }) => targetPort),
    names,
  );
  assert.deepEqual(
    monitor.spec.endpoints.map(({ port }) => port),
    ['http'],
  );
  assert.equal(service.metadata.name, 'fedistatus', 'the job that rules and dashboards know');
});

test('the shards are as docs/sharding.md shows them, as many as there are pods', async () => {
  const page = await readFile(join(root, 'docs/sharding.md'), 'utf8');
  const [, block = ''] = /In a StatefulSet .+:\n\n```yaml\n([\s\S]*?)```/.exec(page) ?? [];
  const { spec } = await read<Workload>('statefulset.yaml');
  assert.deepEqual(spec.template.spec.containers[0].env, parse(block).env);
  assert.ok(block.includes(`value: "${spec.replicas}"`));
});

test('the dashboards fit into the copy of a resource that kubectl keeps', async () => {
  const text = await readFile(join(folder, 'dashboards.yaml'), 'utf8');
  assert.ok(Buffer.byteLength(JSON.stringify(parse(text))) < 262_144);
});

test('kubectl puts it all together, and the configuration in it is one that the program takes', async t => {
  const kubectl = await requireProgram(t, 'kubectl');
  if (kubectl === null) return;
  await using building = startProgram(kubectl, ['kustomize', folder]);
  assert.equal(await building.ended, 0, building.output());
  const together = parseAllDocuments(building.output()).map((document): Manifest => document.toJS());
  const kinds = together.map(
    ({ kind, metadata }) => `${kind} ${metadata.name.replace(/-(?!dashboards)[a-z\d]{10}$/, '-*')}`,
  );
  assert.deepEqual(
    new Set(kinds),
    new Set([
      'ConfigMap fedistatus-*',
      'ConfigMap fedistatus-dashboards',
      'Deployment fedistatus',
      'PersistentVolumeClaim fedistatus',
      'PrometheusRule fedistatus',
      'Service fedistatus',
      'ServiceMonitor fedistatus',
    ]),
  );

  await using copy = await temporaryFolder();
  const config = join(copy.path, 'config.yaml');
  await writeFile(config, await readFile(join(folder, 'config.yaml'), 'utf8'));
  const main = join(root, 'src/main.ts');
  await using checking = startProgram(process.execPath, [main, 'config', 'check', config]);
  assert.equal(await checking.ended, 0, checking.output());
});
