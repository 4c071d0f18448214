import { formatDuration } from '../core/units.ts';
import { isLoopbackName } from '../probe/origin.ts';
import type { ConfiguredComponent } from './config.ts';
import { type ConfigPath, formatPath, type Position } from './errors.ts';

/** Below this, somebody else's server should not be asked again and again. */
const politeIntervalMs = 15_000;

/** What one server can be asked to bear. */
const politeRequestsPerMinute = 12;

/** What is allowed, but a burden on the server. `components` are all those of one server. */
export function politenessWarnings(
  domain: string,
  components: readonly ConfiguredComponent[],
): readonly string[] {
  if (isLoopbackName(domain)) return [];
  const hasty = components.filter(({ component }) => component.intervalMs < politeIntervalMs);
  const load = requestsPerMinute(components);
  return [
    ...hasty.map(
      ({ component: { name, intervalMs } }) =>
        `${domain}: ${name} is probed every ${formatDuration(intervalMs)}: below 15s is for a server of your own`,
    ),
    ...(load > politeRequestsPerMinute
      ? [`${domain}: ${Math.round(load)} requests a minute; a dozen is polite: lengthen the intervals`]
      : []),
  ];
}

/** Of a thousand servers with the same fault nobody reads a thousand lines. */
const mostWarnings = 20;

/** The first of many warnings, and how many more there are. */
export function abridged(warnings: readonly string[]): readonly string[] {
  if (warnings.length <= mostWarnings) return warnings;
  return [...warnings.slice(0, mostWarnings), `and ${warnings.length - mostWarnings} more of this kind`];
}

/** Requests that healthy components send in a minute. */
export function requestsPerMinute(components: readonly ConfiguredComponent[]): number {
  return components.reduce(
    (sum, { component, prepared }) => sum + (prepared.requests * 60_000) / component.intervalMs,
    0,
  );
}

/** Headers that hold no secret are written in every file. */
const secretHeader = /auth|cookie|token|secret|password|api-?key/i;

/** A warning for each secret in a file that others on the machine can read. Says where, never what. */
export function exposureWarnings(
  secrets: readonly ConfigPath[],
  fileName: string,
  positionOf: (path: ConfigPath) => Position,
): readonly string[] {
  return secrets.filter(isTelling).map(path => {
    const { line, column } = positionOf(path);
    const place = `${fileName}:${line}:${column}: ${formatPath(path)}`;
    return `${place}: a secret in a file that others can read: chmod 600 it, or use \${NAME} or a file of its own`;
  });
}

function isTelling(path: ConfigPath): boolean {
  return path.at(-2) !== 'headers' || secretHeader.test(String(path.at(-1)));
}
