import { type Fault, inPlaceOfApplication } from '../fault.ts';
import { nginxError } from '../nginx.ts';
import { pause } from '../pause.ts';

/** A real proxy waits a minute or two before it gives up; a rehearsal need not. */
export function overloaded(slowMs: number): Fault {
  return {
    id: 'overloaded',
    summary: `Every thread of the web process is busy: the proxy answers 504 after ${slowMs / 1000} s.`,
    diagnosis: 'overloaded',
    layer: 'proxy',
    intercept: (visit, next) =>
      inPlaceOfApplication(visit, next, async ({ signal }) => {
        await pause(slowMs, signal);
        return nginxError(504);
      }),
  };
}
