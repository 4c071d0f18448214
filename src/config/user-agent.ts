import { projectUrl } from '../core/project.ts';

/** How requests introduce themselves: never empty, and with somebody to turn to. */
export function defaultUserAgent(version: string, contact: string = projectUrl): string {
  return `fedistatus/${version} (+${contact})`;
}
