import { readConfig } from '../app/config-source.ts';
import { monitorSettings } from '../app/settings.ts';
import { isAddressInUse } from '../app.ts';
import type { Config } from '../config/config.ts';
import { evidenceToJson, toEvidence } from '../core/evidence.ts';
import { isUp, type Result } from '../core/result.ts';
import { systemClock } from '../monitor/clock.ts';
import { runOnce } from '../monitor/run-once.ts';
import type { MonitoredComponent, MonitorSettings } from '../monitor/settings.ts';
import { StartQueue } from '../monitor/start-queue.ts';
import { attributed, diagnoseChecked } from './check-diagnosis.ts';
import { type CheckedComponent, renderTable } from './check-table.ts';
import { type Arguments, abortedByStop, type Command, exitCodes, type Io, UsageError } from './command.ts';
import { configOption, defaultConfigFile } from './config-option.ts';
import { quiet } from './quiet.ts';
import { statusLine } from './status-line.ts';

/** One round of probes for people and scripts. */
export const check: Command = {
  name: 'check',
  summary: 'Probe everything once and say what is up, and why something is not',
  options: {
    ...configOption,
    server: { type: 'string', value: 'DOMAIN', help: 'Only this server' },
    component: { type: 'string', value: 'NAME', help: 'Only this component' },
    json: { type: 'boolean', help: 'Print the results as a JSON array' },
  },
  async run(args, io) {
    const read = await readConfig(args.text('config.file') ?? defaultConfigFile, io.env);
    if (!read.ok) {
      io.stderr.write(`${read.message}\n`);
      return exitCodes.usage;
    }
    const settings = monitorSettings(read.config);
    const chosen = choose(settings.components, args);
    await using _demo = await demoUnlessRunning(read.config);
    const checked = await probeAll(chosen, settings.evidence, io);
    const colour = io.stdout.isTerminal && !io.env['NO_COLOR'];
    if (args.flag('json')) io.stdout.write(toJson(checked));
    else {
      const findings = await diagnoseChecked(checked, settings);
      io.stdout.write(renderTable(attributed(checked, settings.servers), { colour, findings }));
    }
    const wasInterrupted = checked.length < chosen.length;
    const isAllUp = checked.every(({ result }) => isUp(result) === true);
    return isAllUp && !wasInterrupted ? exitCodes.ok : exitCodes.failed;
  },
};

function choose(components: readonly MonitoredComponent[], args: Arguments): readonly MonitoredComponent[] {
  const [server, name] = [args.text('server'), args.text('component')];
  const chosen = components.filter(
    ({ component }) =>
      (server === undefined || component.server === server) &&
      (name === undefined || component.name === name),
  );
  if (chosen.length > 0) return chosen;
  const known = components.map(({ component }) => `  ${component.server} ${component.name}`).join('\n');
  throw new UsageError(`no such component is configured. There are:\n${known}`);
}

/** The daemon runs the simulated server already, or nobody does. */
async function demoUnlessRunning({ demo }: Config): Promise<AsyncDisposable | null> {
  if (demo === null) return null;
  const { startDemo } = await import('../demo/demo.ts');
  return startDemo(demo).catch((error: unknown) => {
    if (isAddressInUse(error)) return null;
    throw error;
  });
}

/** Everything, as the daemon would on a scrape: thousands at once would only hold each other up. In the given order. */
async function probeAll(
  components: readonly MonitoredComponent[],
  evidence: MonitorSettings['evidence'],
  io: Io,
): Promise<readonly CheckedComponent[]> {
  const show = statusLine(io.stderr);
  const signal = abortedByStop(io);
  let done = 0;
  show(`probing 0/${components.length}`);
  const queue = new StartQueue(systemClock);
  const checked = await Promise.all(
    components.map(async entry => {
      const { component } = entry;
      const result = await inItsTurn(queue, component.server, () =>
        runOnce(quiet, component, entry.start(), { signal }),
      );
      show(`probing ${++done}/${components.length}`);
      return result === null ? null : { result: toEvidence(result, evidence), target: component.target };
    }),
  );
  show('');
  return checked.filter(entry => entry !== null);
}

function inItsTurn(
  queue: StartQueue,
  server: string,
  run: () => Promise<Result | null>,
): Promise<Result | null> {
  const { promise, resolve } = Promise.withResolvers<Result | null>();
  const begin = async (): Promise<void> => resolve(await run());
  queue.add({ group: queue.group(server), begin });
  return promise;
}

function toJson(checked: readonly CheckedComponent[]): string {
  return `${JSON.stringify(
    checked.map(({ result }) => evidenceToJson(result)),
    null,
    2,
  )}\n`;
}
