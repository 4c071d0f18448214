import type { Evidence, Finding } from '../core/diagnosis/finding.ts';
import type { Paint } from './paint.ts';

/** What the picture of one server means: below its table, the likeliest cause first. */
export function renderFindings(findings: readonly Finding[], paint: Paint): readonly string[] {
  return findings.flatMap(finding => ['', ...renderFinding(finding, paint).map(line => `  ${line}`)]);
}

function renderFinding(
  { id, sentence, confidence, evidence, checks, runbook }: Finding,
  paint: Paint,
): readonly string[] {
  return [
    `${paint('bold', sentence)} (${id}, ${confidence})`,
    ...grouped(evidence),
    'First:',
    ...checks.flatMap(({ step, command }) => [
      `  - ${step}`,
      ...(command === null ? [] : [`    ${paint('dim', command)}`]),
    ]),
    ...(runbook === null ? [] : [`More: ${runbook}`]),
  ];
}

/** Components of which the same is known share a line. */
function grouped(evidence: readonly Evidence[]): readonly string[] {
  const groups = Map.groupBy(evidence, describe);
  return [...groups].map(([facts, group]) => {
    return `  ${group.map(({ component }) => component).join(', ')}: ${facts}`;
  });
}

function describe({ up, host, code, phase, status, answeredBy, cache }: Evidence): string {
  const facts = [
    up ? 'up' : code,
    phase && `phase ${phase}`,
    host,
    status !== undefined && `status ${status}`,
    answeredBy !== undefined && answeredBy !== 'unknown' && `answered by the ${answeredBy}`,
    (cache === 'hit' || cache === 'stale') && `${cache === 'hit' ? 'a' : 'an old'} copy of a cache`,
  ];
  return facts.filter(Boolean).join(' · ');
}
