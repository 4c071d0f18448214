import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Report } from './report.ts';

const folder = resolve(import.meta.dirname, '../results');

/** Where a complete run leaves its result. */
export const lastReportFile: string = resolve(folder, 'last.json');

/** Where any other run does. */
export const partialReportFile: string = resolve(folder, 'partial.json');

/** The last complete run. */
export function lastReport(): Report {
  return JSON.parse(readFileSync(lastReportFile, 'utf8')) as Report;
}
