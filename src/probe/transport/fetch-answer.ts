import type { Outcome } from '../../core/outcome.ts';
import { ProbeFailure, toFailure } from '../failure.ts';
import type { HttpRequest } from './types.ts';

/** The run that an answer is fetched for. */
export interface FetchRun {
  readonly signal: AbortSignal;
  readonly userAgent: string;
}

/** Sends a request, follows its redirects and reads the answer. Resolves for every failure of a target. */
export async function fetchAnswer(request: HttpRequest, run: FetchRun): Promise<Outcome> {
  await Promise.resolve();
  return toFailure(new ProbeFailure('internal', `${run.userAgent} cannot ask ${request.method} yet`), {
    phasesMs: {},
  });
}
