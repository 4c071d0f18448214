import { statSync } from 'node:fs';
import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import type { WebSecurity, WebSecuritySource } from '../core/web-security.ts';
import { ConfigError } from './errors.ts';
import { type LoadedWebConfig, loadWebConfig } from './web-config.ts';

/** Files are looked at no more often, however many connections come. */
const checkEveryMs = 1000;

export interface WebConfigDeps {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
}

/**
 * What a web configuration file says, read again when it or a file that it names has changed, as Prometheus does: a
 * renewed certificate needs no reload. A change that is wrong is logged and changes nothing. Throws a ConfigError when
 * the file is wrong from the start. TLS cannot be switched on or off, nor `client_auth_type` changed, while listening.
 */
export function openWebConfig(path: string, { clock, log }: WebConfigDeps): WebSecuritySource {
  let loaded: LoadedWebConfig = loadWebConfig(path);
  let state = stateOf(loaded.files);
  let checkedAt = clock.monotonic();
  /** Why the file was refused at the last look; null: it was not. */
  let refusal: string | null = null;

  function reload(): void {
    try {
      const next = loadWebConfig(path);
      if (needsRestart(loaded.security, next.security)) {
        log.warn(
          { file: path },
          'TLS was switched on or off, or client_auth_type changed: restart to apply that',
        );
      }
      loaded = next;
      refusal = null;
      log.info({ file: path }, 'web configuration read again');
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (error.message === refusal) return;
      refusal = error.message;
      log.error(
        { file: path, issues: error.issues },
        'web configuration refused, the one from before stays in force',
      );
    }
  }

  return {
    current() {
      const now = clock.monotonic();
      if (now - checkedAt < checkEveryMs) return loaded.security;
      checkedAt = now;
      const stateNow = stateOf(loaded.files);
      // What a refused file names may come later than its name, and is not among the files that are looked at.
      if (stateNow !== state || refusal !== null) {
        const { files } = loaded;
        reload();
        // What was seen before the files were read, so that a change while they were is not lost.
        state = files.join() === loaded.files.join() ? stateNow : stateOf(loaded.files);
      }
      return loaded.security;
    },
  };
}

function needsRestart(before: WebSecurity, after: WebSecurity): boolean {
  return before.tls?.clientAuth !== after.tls?.clientAuth;
}

/** Changes when a file does. */
function stateOf(files: readonly string[]): string {
  return files.map(stampOf).join('\n');
}

/** Never throws: connections come in on it, and a folder may be closed to us after we started. */
function stampOf(file: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(file);
    return `${ino} ${size} ${mtimeMs}`;
  } catch {
    return 'out of reach';
  }
}
