/** The other program that reads PromQL and Prometheus' files: VictoriaMetrics with its vmalert. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, freePort, startProgram, temporaryFolder } from './real-programs.ts';

export interface VictoriaMetrics extends AsyncDisposable {
  query(expression: string): Promise<readonly VictoriaSample[]>;
  /** Every rule, as vmalert sees it. */
  rules(): Promise<readonly EvaluatedRule[]>;
}

interface VictoriaSample {
  readonly metric: Readonly<Record<string, string>>;
}

export interface EvaluatedRule {
  readonly name: string;
  /** Empty: it could be evaluated. */
  readonly lastError: string;
  /** Of an alert: those that are pending or firing, with their texts filled in. */
  readonly alerts?: readonly { readonly annotations: Readonly<Record<string, string>> }[] | null;
}

export interface VictoriaOptions {
  readonly programs: { readonly victoriaMetrics: string; readonly vmalert: string };
  /** Ports of exporters, the job `fedistatus`. */
  readonly targets: readonly number[];
  readonly labels: Readonly<Record<string, string>>;
  /** YAML. */
  readonly rules: string;
}

const nobody = 65534;

/** Starts both, scraping and evaluating every second. */
export async function startVictoriaMetrics({
  programs,
  targets,
  labels,
  rules,
}: VictoriaOptions): Promise<VictoriaMetrics> {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporaryFolder());
  const [port, alertPort] = [await freePort(), await freePort()];
  const hosts = targets.map(target => `127.0.0.1:${target}`);
  const scrape = {
    global: { scrape_interval: '1s' },
    scrape_configs: [{ job_name: 'fedistatus', static_configs: [{ targets: hosts, labels }] }],
  };
  await writeFile(join(path, 'scrape.json'), JSON.stringify(scrape));
  await writeFile(join(path, 'rules.yaml'), rules);
  const url = `http://127.0.0.1:${port}`;
  stack.use(
    startProgram(
      programs.victoriaMetrics,
      [
        `-storageDataPath=${path}/data`,
        `-httpListenAddr=127.0.0.1:${port}`,
        `-promscrape.config=${path}/scrape.json`,
        '-search.latencyOffset=1s',
        '-search.disableCache',
      ],
      { uid: nobody, cwd: path },
    ),
  );
  await eventually('VictoriaMetrics', async () => (await fetch(`${url}/health`)).ok || undefined);
  const alertUrl = `http://127.0.0.1:${alertPort}`;
  stack.use(
    startProgram(
      programs.vmalert,
      [
        `-rule=${path}/rules.yaml`,
        `-datasource.url=${url}`,
        `-remoteWrite.url=${url}`,
        '-remoteWrite.flushInterval=1s',
        // Nobody listens: what it would send is asked for instead.
        '-notifier.url=http://127.0.0.1:9',
        `-httpListenAddr=127.0.0.1:${alertPort}`,
        '-evaluationInterval=1s',
      ],
      { uid: nobody, cwd: path },
    ),
  );
  await eventually('vmalert', async () => (await fetch(`${alertUrl}/health`)).ok || undefined);
  const held = stack.move();
  return {
    async query(expression) {
      const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(expression)}`);
      const { data, error } = (await response.json()) as {
        data?: { result: VictoriaSample[] };
        error?: string;
      };
      if (data === undefined) throw new Error(`${error}: ${expression}`);
      return data.result;
    },
    async rules() {
      const { data } = (await (await fetch(`${alertUrl}/api/v1/rules`)).json()) as {
        data: { groups: { rules: EvaluatedRule[] }[] };
      };
      return data.groups.flatMap(group => group.rules);
    },
    [Symbol.asyncDispose]: () => held.disposeAsync(),
  };
}
