import type { Finding } from '../core/diagnosis/finding.ts';
import type { Log } from '../core/log.ts';

/** Says in the log when what is found on a server changes, and when it clears. */
export class DiagnosisLog {
  readonly #log: Log;
  readonly #told: Map<string, readonly string[]> = new Map();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Takes in what is found on a server now. Another order, or more evidence for the same, is no news. */
  follow(server: string, findings: readonly Finding[]): void {
    const former = this.#told.get(server) ?? [];
    const ids = findings.map(({ id }) => id);
    if (isSameSet(former, ids)) return;
    this.#told.set(server, ids);
    if (ids.length === 0) {
      this.#log.info({ server, former }, 'diagnosis cleared');
      return;
    }
    const found = findings.map(({ id, confidence, sentence, evidence, runbook }) => ({
      id,
      confidence,
      sentence,
      evidence,
      runbook,
    }));
    this.#log.info({ server, diagnoses: ids, former, findings: found }, 'diagnosis changed');
  }

  /** Forgets every server but these. */
  keep(servers: readonly string[]): void {
    for (const server of this.#told.keys()) if (!servers.includes(server)) this.#told.delete(server);
  }
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every(id => other.includes(id));
}
