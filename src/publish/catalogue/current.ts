/** What the last run said. Absent while nothing is known: a placeholder would read as a measurement. */
import { type Facts, phases } from '../../core/outcome.ts';
import { isUp, type Result } from '../../core/result.ts';
import { contentAgeMs, keywordMatch } from '../../core/verdict.ts';
import type { ExtraLabel, Sample } from '../metric-family.ts';
import { type ComponentMetricHead, type Family, ofComponents, type Runs } from './family.ts';

/** A metric of one run: a probe on demand has it too. */
export type RunFamily = Family<Runs>;

/** A measurement of one run: a value, or one for each value of the extra label. */
type Measurement = number | { readonly extra: ExtraLabel; readonly value: number };

function ofCurrent(
  head: Omit<ComponentMetricHead, 'type'>,
  measure: (result: Result) => Iterable<Measurement>,
): RunFamily {
  const full = { ...head, type: 'gauge' } as const;
  return ofComponents(full, function* ({ current }: Runs['components'][number], labels): Iterable<Sample> {
    if (current === null) return;
    for (const measured of measure(current)) {
      yield typeof measured === 'number' ? { labels, value: measured } : { labels, ...measured };
    }
  });
}

function present(value: number | undefined): readonly number[] {
  return value === undefined ? [] : [value];
}

function truth(value: boolean | null): readonly number[] {
  return value === null ? [] : [value ? 1 : 0];
}

/** A metric of one fact, in the unit of the metric. */
function ofFact(name: string, help: string, read: (facts: Facts) => number | undefined): RunFamily {
  return ofCurrent({ name, help }, ({ outcome }) => present(read(outcome)));
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1000) / 1_000_000;
}

export const currentFamilies: readonly RunFamily[] = [
  ofCurrent(
    {
      name: 'fedistatus_up',
      help: 'Whether the last probe passed every assertion; absent while that is not known.',
    },
    result => truth(isUp(result)),
  ),
  ofCurrent(
    {
      name: 'fedistatus_latency_seconds',
      help: 'Time from the start of the last probe to the last byte of its answer; absent without an answer.',
    },
    ({ outcome }) => present(outcome.kind === 'observation' ? seconds(outcome.latencyMs) : undefined),
  ),
  ofCurrent(
    {
      name: 'fedistatus_keyword_match',
      help: 'Whether every keyword was found in the body; absent when none was tested.',
    },
    ({ verdict }) => truth(keywordMatch(verdict)),
  ),
  ofCurrent(
    {
      name: 'fedistatus_phase_seconds',
      help: 'Duration of each phase that the last probe finished.',
      extraLabels: ['phase'],
    },
    function* ({ outcome }) {
      for (const phase of phases) {
        const value = seconds(outcome.phasesMs[phase]);
        if (value !== undefined) yield { extra: { name: 'phase', value: phase }, value };
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
    function* ({ verdict: { result, cause } }) {
      if (result !== 'fail' || cause === undefined) return;
      yield { extra: { name: 'reason', value: cause.reason }, value: 1 };
    },
  ),
  ofCurrent(
    {
      name: 'fedistatus_cache',
      help: 'What the caches on the way did with the last HTTP answer: 1 for that status.',
      extraLabels: ['status'],
    },
    function* ({ outcome: { http } }) {
      if (http !== undefined) yield { extra: { name: 'status', value: http.cache }, value: 1 };
    },
  ),
  ofCurrent(
    {
      name: 'fedistatus_content_age_seconds',
      help: 'Age of the newest content at the time of the last probe; absent where none was measured.',
    },
    ({ verdict }) => present(seconds(contentAgeMs(verdict) ?? undefined)),
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
