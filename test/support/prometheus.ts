import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, freePort, type RunningProgram, startProgram, temporaryFolder } from './real-programs.ts';

/** A sample of an instant query. */
export interface PromSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

export interface RangeAnswer {
  readonly series: number;
  readonly tookMs: number;
}

export interface Prometheus extends AsyncDisposable {
  readonly program: RunningProgram;
  query(expression: string): Promise<readonly PromSample[]>;
  /** How many series a graph has, and how many milliseconds it took to ask. */
  range(
    expression: string,
    range: { readonly days: number; readonly stepSeconds: number },
  ): Promise<RangeAnswer>;
  /** Health and last error of the first scrape target. */
  target(): Promise<{ readonly health: string; readonly lastError: string }>;
}

/** `nobody`: Prometheus needs no rights. */
const nobody = 65534;

export interface PrometheusOptions {
  /** Of scrapes and of rules; two seconds unless given. */
  readonly intervalSeconds?: number;
  /** Labels that the scrape configuration adds, such as `location`. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Files of rules. */
  readonly rules?: readonly string[];
  /** Where alerts go: ports of Alertmanagers. */
  readonly alertmanagers?: readonly number[];
  /** OpenMetrics text that is there from the beginning, made into blocks by promtool. */
  readonly past?: { readonly promtool: string; readonly openMetrics: string };
}

/** Starts Debian's Prometheus scraping ports of loopback, the job `fedistatus`. */
export async function startPrometheus(
  path: string,
  target: number | readonly number[],
  options: PrometheusOptions = {},
): Promise<Prometheus> {
  const folder = await temporaryFolder();
  const port = await freePort();
  await writeFile(join(folder.path, 'prometheus.yml'), configurationOf([target].flat(), options));
  if (options.past !== undefined) await backFill(folder.path, options.past);
  const program = startProgram(
    path,
    [
      `--config.file=${folder.path}/prometheus.yml`,
      `--storage.tsdb.path=${folder.path}/tsdb`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--storage.tsdb.retention.time=120d',
      '--log.level=warn',
    ],
    { uid: nobody, cwd: folder.path },
  );
  const api = async (path_: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path_}`);
    const { data, error } = (await response.json()) as { data: unknown; error?: string };
    if (error !== undefined) throw new Error(`${error}: ${decodeURIComponent(path_)}`);
    return data;
  };
  try {
    await eventually(
      'Prometheus',
      async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok || undefined,
    );
  } catch (error) {
    await program[Symbol.asyncDispose]();
    throw new Error(program.output(), { cause: error });
  }
  return {
    program,
    async query(expression) {
      const data = (await api(`query?query=${encodeURIComponent(expression)}`)) as { result: PromSample[] };
      return data.result;
    },
    async range(expression, { days, stepSeconds }) {
      const end = Date.now() / 1000;
      const parameters = `start=${end - days * 86_400}&end=${end}&step=${stepSeconds}`;
      const begin = performance.now();
      const data = await api(`query_range?query=${encodeURIComponent(expression)}&${parameters}`);
      const { result } = data as { result: unknown[] };
      return { series: result.length, tookMs: performance.now() - begin };
    },
    async target() {
      const data = (await api('targets')) as { activeTargets: { health: string; lastError: string }[] };
      return data.activeTargets[0] ?? { health: 'absent', lastError: '' };
    },
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** JSON is YAML as well. */
function configurationOf(
  targets: readonly number[],
  { intervalSeconds = 2, labels = {}, rules = [], alertmanagers = [] }: PrometheusOptions,
): string {
  const interval = `${intervalSeconds}s`;
  return JSON.stringify({
    global: { scrape_interval: interval, scrape_timeout: interval, evaluation_interval: interval },
    rule_files: rules,
    alerting: {
      alertmanagers: [{ static_configs: [{ targets: alertmanagers.map(port => `127.0.0.1:${port}`) }] }],
    },
    scrape_configs: [
      {
        job_name: 'fedistatus',
        static_configs: [{ targets: targets.map(port => `127.0.0.1:${port}`), labels }],
      },
    ],
  });
}

/** Blocks of a month: with those of two hours that are usual it would take a hundred times as long. */
async function backFill(
  folder: string,
  { promtool, openMetrics }: NonNullable<PrometheusOptions['past']>,
): Promise<void> {
  const file = join(folder, 'past.om');
  await writeFile(file, openMetrics);
  const blocks = ['tsdb', 'create-blocks-from', '--max-block-duration=744h', 'openmetrics', '-q'];
  await promisify(execFile)(promtool, [...blocks, file, join(folder, 'tsdb')]);
  await promisify(execFile)('chmod', ['-R', 'a+rwX', join(folder, 'tsdb')]);
}
