import type { Finding } from '../core/diagnosis/finding.ts';
import { type Outcome, type Phase, phases, type TlsFacts } from '../core/outcome.ts';
import { isUp, type Result } from '../core/result.ts';
import { renderFindings } from './check-findings.ts';
import { type Paint, painter } from './paint.ts';

/** A result and what was asked, for people. */
export interface CheckedComponent {
  readonly result: Result;
  /** The component's address, without credentials and query. */
  readonly target: string;
}

export interface TableOptions {
  readonly colour: boolean;
  /** What the results of each server mean together, by domain. */
  readonly findings?: ReadonlyMap<string, readonly Finding[]>;
}

/** The table of `fedistatus check`: what is up, what is not and why, readable at three in the morning. */
export function renderTable(
  checked: readonly CheckedComponent[],
  { colour, findings = new Map() }: TableOptions,
): string {
  const paint = painter(colour);
  const servers = [...new Set(checked.map(({ result }) => result.server))];
  const nameWidth = Math.max('COMPONENT'.length, ...checked.map(({ result }) => result.component.length));
  const lines = servers.flatMap(server => [
    paint('bold', server),
    `  ${paint('dim', headRow(nameWidth))}`,
    ...checked
      .filter(({ result }) => result.server === server)
      .flatMap(row => renderRow(row, nameWidth, paint)),
    ...renderFindings(findings.get(server) ?? [], paint),
    '',
  ]);
  return `${[...lines, summary(checked, paint)].join('\n')}\n`;
}

const stateWidth = 7;
const numberWidth = 10;

function headRow(nameWidth: number): string {
  const numbers = ['LATENCY', ...phases.map(phase => phase.toUpperCase())].map(name =>
    name.padStart(numberWidth),
  );
  return `${'COMPONENT'.padEnd(nameWidth)}  ${'STATE'.padEnd(stateWidth)}${numbers.join(' ')}`;
}

function renderRow({ result, target }: CheckedComponent, nameWidth: number, paint: Paint): readonly string[] {
  const { outcome, verdict } = result;
  const latency = outcome.kind === 'observation' ? milliseconds(outcome.latencyMs) : '–';
  const times = phases.map((phase: Phase) => milliseconds(outcome.phasesMs[phase]));
  const numbers = [latency, ...times].map(text => text.padStart(numberWidth)).join(' ');
  const row = `  ${result.component.padEnd(nameWidth)}  ${state(result, paint)}${numbers}`;
  if (verdict.result === 'pass') return [row];
  return [row, ...explanation(result, target).map(line => `      ${line}`)];
}

function state(result: Result, paint: Paint): string {
  switch (result.verdict.result) {
    case 'pass':
      return paint('green', 'up'.padEnd(stateWidth));
    case 'warn':
      return paint('yellow', 'slow'.padEnd(stateWidth));
    case 'fail':
      return paint('red', 'DOWN'.padEnd(stateWidth));
    case 'void':
      return paint('dim', 'unknown'.padEnd(stateWidth));
    default:
      return result.verdict.result satisfies never;
  }
}

/** Why, what else was expected and what came, where it was asked and who answered. */
function explanation({ outcome, verdict, excerpt }: Result, target: string): readonly string[] {
  const { cause } = verdict;
  // The first that failed is the cause, which has a line already.
  const [, ...others] = verdict.assertions.filter(({ pass }) => pass === false);
  const where = [
    outcome.http?.url ?? target,
    outcome.address,
    outcome.http && `status ${outcome.http.status}`,
    outcome.http && outcome.http.answeredBy !== 'unknown' && `answered by the ${outcome.http.answeredBy}`,
  ];
  return [
    ...(cause === undefined ? [] : [`${cause.code}: ${cause.message}`]),
    ...others.map(({ kind, expected, actual }) => `${kind} ${actual ?? 'absent'}, expected ${expected}`),
    where.filter(Boolean).join(' · '),
    ...connections(outcome),
    ...(cause?.reason === 'tls' && outcome.tls !== undefined ? [certificate(outcome.tls)] : []),
    ...(excerpt === undefined ? [] : [`body: ${excerpt}`]),
  ];
}

/** Over which addresses it did not go. */
function connections({ failedAddresses = [], families = [] }: Outcome): readonly string[] {
  return [
    ...(failedAddresses.length > 0 ? [`tried in vain: ${failedAddresses.join(', ')}`] : []),
    ...families.map(({ ip, address, code }) =>
      [`IPv${ip}`, address, code ?? 'answered'].filter(Boolean).join(' · '),
    ),
  ];
}

function certificate({ subject, issuer, subjectAltNames, notBefore, notAfter }: TlsFacts): string {
  const names = subjectAltNames === '' ? 'no names' : `for ${subjectAltNames}`;
  return `certificate of ${subject} · ${names} · by ${issuer} · valid ${day(notBefore)} to ${day(notAfter)}`;
}

/** A hostile certificate may claim any date. */
function day(epochMs: number): string {
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString().slice(0, 10);
}

function summary(checked: readonly CheckedComponent[], paint: Paint): string {
  const down = checked.filter(({ result }) => isUp(result) === false).length;
  const unknown = checked.filter(({ result }) => isUp(result) === null).length;
  const rest = unknown === 0 ? '' : `, ${unknown} unknown`;
  if (down === 0) return paint(unknown === 0 ? 'green' : 'yellow', `${checked.length - unknown} up${rest}`);
  return paint('red', `${down} of ${checked.length} down${rest}`);
}

function milliseconds(ms: number | undefined): string {
  if (ms === undefined) return '–';
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}
