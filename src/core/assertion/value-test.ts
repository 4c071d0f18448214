import type { ValueTest } from '../assertion.ts';
import { escapeControls } from '../escape.ts';

/** Whether a value passes. `undefined` means that there is none. */
export function passes(test: ValueTest, value: unknown): boolean {
  switch (test.kind) {
    case 'exists':
      return (value !== undefined) === test.expected;
    case 'equals':
      return value === test.expected;
    case 'matches':
      return isScalar(value) && test.pattern.test(String(value));
    default:
      return test satisfies never;
  }
}

/** `exists`, `= "4.5.3"`, `matches ^4\.` */
export function describeTest(test: ValueTest): string {
  switch (test.kind) {
    case 'exists':
      return test.expected ? 'exists' : 'does not exist';
    case 'equals':
      return `= ${JSON.stringify(test.expected)}`;
    case 'matches':
      return `matches ${test.pattern.source}`;
    default:
      return test satisfies never;
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

const longestShown = 120;

/** A value of the target, bounded and on one line. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'absent';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, longestShown + 1) : value);
  return escapeControls(text.length > longestShown ? `${text.slice(0, longestShown)}…` : text);
}
