import { eventually, freePort, type RunningProgram } from '../../test/support/real-programs.ts';
import { cores, pathOf, startOnCore } from './programs.ts';

/** An exporter made with client_golang, which serves whatever text it was given: the yardstick of a page's cost. */
export interface Pushgateway extends AsyncDisposable {
  readonly program: RunningProgram;
  readonly url: string;
}

/** Starts it with our own families of an exposition. */
export async function startPushgateway(exposition: string): Promise<Pushgateway> {
  const port = await freePort();
  const listen = `--web.listen-address=127.0.0.1:${port}`;
  const program = startOnCore(cores.measured, pathOf('prometheus-pushgateway'), [
    listen,
    '--log.level=error',
  ]);
  const origin = `http://127.0.0.1:${port}`;
  await eventually('the pushgateway', async () => (await fetch(`${origin}/-/ready`)).ok || undefined);
  const answer = await fetch(`${origin}/metrics/job/bench`, { method: 'PUT', body: ourLines(exposition) });
  if (!answer.ok) throw new Error(`the pushgateway refused the text: ${await answer.text()}`);
  return { program, url: `${origin}/metrics`, [Symbol.asyncDispose]: () => program[Symbol.asyncDispose]() };
}

/** Without what it has of its own: the process and so on. */
function ourLines(exposition: string): string {
  return `${exposition
    .split('\n')
    .filter(line => /^(?:# (?:HELP|TYPE) )?fedistatus_/.test(line))
    .join('\n')}\n`;
}
