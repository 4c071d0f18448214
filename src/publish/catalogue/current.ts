/** What the last run said. Absent while nothing is known: a placeholder would read as a measurement. */
import { type Facts, phases } from '../../core/outcome.ts';
import { isUp, type Result } from '../../core/result.ts';
import { contentAgeMs, keywordMatch } from '../../core/verdict.ts';
import type { AddSample } from '../metric-family.ts';
import { type ComponentMetricHead, extraLabel, type Family, ofComponents, type Runs } from './family.ts';

/** A metric of one run: a probe on demand has it too. */
export type RunFamily = Family<Runs>;

function ofCurrent(
  head: Omit<ComponentMetricHead, 'type'>,
  measure: (result: Result, add: AddSample) => void,
): RunFamily {
  const full = { ...head, type: 'gauge' } as const;
  return ofComponents(full, ({ current }: Runs['components'][number], add) => {
    if (current !== null) measure(current, add);
  });
}

/** A metric of one value, absent when there is none. */
function ofValue(name: string, help: string, read: (result: Result) => number | undefined): RunFamily {
  return ofCurrent({ name, help }, (result, add) => {
    const value = read(result);
    if (value !== undefined) add(value);
  });
}

/** A metric of one fact, in the unit of the metric. */
function ofFact(name: string, help: string, read: (facts: Facts) => number | undefined): RunFamily {
  return ofValue(name, help, ({ outcome }) => read(outcome));
}

function truth(value: boolean | null): number | undefined {
  return value === null ? undefined : Number(value);
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1000) / 1_000_000;
}

const reasonLabel = extraLabel('reason');
const cacheLabel = extraLabel('status');
const phaseLabels = phases.map(phase => ({ phase, extra: { name: 'phase', value: phase } }));

export const currentFamilies: readonly RunFamily[] = [
  ofValue(
    'fedistatus_up',
    'Whether the last probe passed every assertion; absent while that is not known.',
    result => truth(isUp(result)),
  ),
  ofValue(
    'fedistatus_latency_seconds',
    'Time from the start of the last probe to the last byte of its answer; absent without an answer.',
    ({ outcome }) => (outcome.kind === 'observation' ? seconds(outcome.latencyMs) : undefined),
  ),
  ofValue(
    'fedistatus_keyword_match',
    'Whether every keyword was found in the body; absent when none was tested.',
    ({ verdict }) => truth(keywordMatch(verdict)),
  ),
  ofCurrent(
    {
      name: 'fedistatus_phase_seconds',
      help: 'Duration of each phase that the last probe finished.',
      extraLabels: ['phase'],
    },
    ({ outcome }, add) => {
      for (const { phase, extra } of phaseLabels) {
        const value = seconds(outcome.phasesMs[phase]);
        if (value !== undefined) add(value, extra);
      }
    },
  ),
  ofFact(
    'fedistatus_http_status_code',
    'Status of the last HTTP answer; absent without one.',
    ({ http }) => http?.status,
  ),
  ofFact(
    'fedistatus_http_response_bytes',
    'Size of the decoded body of the last HTTP answer; absent when it was not read to its end.',
    ({ http }) => http?.bodyBytes,
  ),
  ofCurrent(
    {
      name: 'fedistatus_failure',
      help: 'Why the last probe failed: 1 for that reason; absent while the component is up.',
      extraLabels: ['reason'],
    },
    ({ verdict: { result, cause } }, add) => {
      if (result === 'fail' && cause !== undefined) add(1, reasonLabel(cause.reason));
    },
  ),
  ofCurrent(
    {
      name: 'fedistatus_cache',
      help: 'What the caches on the way did with the last HTTP answer: 1 for that status.',
      extraLabels: ['status'],
    },
    ({ outcome: { http } }, add) => {
      if (http !== undefined) add(1, cacheLabel(http.cache));
    },
  ),
  ofValue(
    'fedistatus_content_age_seconds',
    'Age of the newest content at the time of the last probe; absent where none was measured.',
    ({ verdict }) => seconds(contentAgeMs(verdict) ?? undefined),
  ),
  ofFact(
    'fedistatus_tls_certificate_not_before_timestamp_seconds',
    'Start of the validity of the certificate that the server showed, in Unix time.',
    ({ tls }) => seconds(tls?.notBefore),
  ),
  ofFact(
    'fedistatus_tls_certificate_not_after_timestamp_seconds',
    'End of the validity of the certificate that the server showed, in Unix time.',
    ({ tls }) => seconds(tls?.notAfter),
  ),
];
