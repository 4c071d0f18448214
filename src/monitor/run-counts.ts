import type { Reason } from '../core/reason.ts';
import type { Result } from '../core/result.ts';
import type { RunCounts } from '../core/snapshot.ts';
import { emptyHistogram, observe } from './histogram.ts';

/**
 * Seconds. Few, because each is a series of every component. One of them is what the alert on slowness compares with: a
 * quantile is a guess within its bucket.
 */
const durationBounds = [0.1, 0.5, 1, 5, 10] as const;

/** Every reason is there from the start: a counter that is born with 1 never rises in Prometheus. */
const noFailures: RunCounts['failures'] = {
  dns: 0,
  connect: 0,
  tls: 0,
  timeout: 0,
  connection_lost: 0,
  malformed: 0,
  body: 0,
  redirect: 0,
  http_status: 0,
  rate_limited: 0,
  stale_cache: 0,
  keyword: 0,
  content: 0,
  websocket: 0,
  activitypub: 0,
  internal: 0,
};

/** Nothing has happened yet. */
export const noRuns: RunCounts = {
  probes: 0,
  failures: noFailures,
  missed: 0,
  internal: 0,
  duration: emptyHistogram(durationBounds),
};

/** The counts after a run. A run that says nothing about the target counts as our own trouble only. */
export function countRun(counts: RunCounts, { verdict, durationMs }: Result): RunCounts {
  if (verdict.result === 'void') return { ...counts, internal: counts.internal + 1 };
  const failed = verdict.result === 'fail' ? verdict.cause?.reason : undefined;
  return {
    ...counts,
    probes: counts.probes + 1,
    failures: failed === undefined ? counts.failures : plusOne(counts.failures, failed),
    duration: observe(counts.duration, durationMs / 1000),
  };
}

function plusOne(failures: RunCounts['failures'], reason: Reason): RunCounts['failures'] {
  return { ...failures, [reason]: failures[reason] + 1 };
}
