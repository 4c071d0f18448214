import type { Finding } from '../core/diagnosis/finding.ts';
import type { Log } from '../core/log.ts';

/** Says in the log when what is found on a server changes, and when it clears. */
export class DiagnosisLog {
  readonly #log: Log;
  readonly #found: Map<string, readonly Finding[]> = new Map();

  constructor(log: Log) {
    this.#log = log;
  }

  /** What was found last, by domain. */
  get found(): ReadonlyMap<string, readonly Finding[]> {
    return this.#found;
  }

  /** Takes in what is found on a server now. Another order, or more evidence for the same, is no news. */
  follow(server: string, findings: readonly Finding[]): void {
    const former = (this.#found.get(server) ?? []).map(({ id }) => id);
    const ids = findings.map(({ id }) => id);
    this.#found.set(server, findings);
    if (isSameSet(former, ids)) return;
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
    const kept = new Set(servers);
    for (const server of this.#found.keys()) if (!kept.has(server)) this.#found.delete(server);
  }
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every(id => other.includes(id));
}
