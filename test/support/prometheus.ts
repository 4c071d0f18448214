import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, freePort, type RunningProgram, startProgram, temporaryFolder } from './real-programs.ts';

/** A sample of an instant query. */
export interface PromSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

export interface Prometheus extends AsyncDisposable {
  readonly program: RunningProgram;
  query(expression: string): Promise<readonly PromSample[]>;
  /** Health and last error of the one scrape target. */
  target(): Promise<{ readonly health: string; readonly lastError: string }>;
}

/** `nobody`: Prometheus needs no rights. */
const nobody = 65534;

/** Starts Debian's Prometheus scraping one target every two seconds. */
export async function startPrometheus(path: string, targetPort: number): Promise<Prometheus> {
  const folder = await temporaryFolder();
  const port = await freePort();
  await writeFile(
    join(folder.path, 'prometheus.yml'),
    `
global: { scrape_interval: 2s, scrape_timeout: 2s }
scrape_configs:
  - job_name: fedistatus
    static_configs: [{ targets: ['127.0.0.1:${targetPort}'] }]
`,
  );
  const program = startProgram(
    path,
    [
      `--config.file=${folder.path}/prometheus.yml`,
      `--storage.tsdb.path=${folder.path}/tsdb`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { uid: nobody, cwd: folder.path },
  );
  const api = async (path_: string): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/${path_}`);
    const { data } = (await response.json()) as { data: unknown };
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
