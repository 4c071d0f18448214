import type { AssertionResult, CertificateAssertion } from '../assertion.ts';
import type { Observation, TlsFacts } from '../outcome.ts';
import { formatDuration } from '../units.ts';

export function checkCertificate(
  assertion: CertificateAssertion,
  { tls }: Observation,
  now: number,
): AssertionResult {
  const base = { kind: 'certificate', expected: describe(assertion) };
  if (tls === undefined) return { ...base, pass: false, actual: 'no TLS', code: 'tls_expires_soon' };
  const leftMs = tls.notAfter - now;
  const pass = leftMs >= (assertion.minLeftMs ?? 0) && shareLeft(tls, now) >= (assertion.minShare ?? 0);
  const actual = `${formatMinutes(leftMs)} left, ${Math.floor(shareLeft(tls, now) * 100)} % of its lifetime`;
  return pass ? { ...base, pass, actual } : { ...base, pass, actual, code: 'tls_expires_soon' };
}

function shareLeft({ notBefore, notAfter }: TlsFacts, now: number): number {
  return (notAfter - now) / Math.max(1, notAfter - notBefore);
}

function describe({ minLeftMs, minShare }: CertificateAssertion): string {
  const parts: string[] = [];
  if (minLeftMs !== null) parts.push(`at least ${formatDuration(minLeftMs)} left`);
  if (minShare !== null) parts.push(`at least ${minShare * 100} % of its lifetime left`);
  return parts.join(' and ');
}

function formatMinutes(ms: number): string {
  return ms <= 0 ? 'no time' : formatDuration(Math.floor(ms / 60_000) * 60_000);
}
