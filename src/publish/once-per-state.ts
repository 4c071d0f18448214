import type { Finding } from '../core/diagnosis/finding.ts';
import type { HistoryHealth } from '../core/history-health.ts';
import type { ComponentSnapshot, Snapshot, Workload } from '../core/snapshot.ts';

/** Makes something of a snapshot, in one of a few variants. */
export type Render<Variant, Text> = (snapshot: Snapshot, variant: Variant) => Promise<Text>;

/**
 * The same renderer, but working once for each variant and state of the program: readers that come while nothing has
 * changed, at once or one after the other, share the text. Only for texts that do not depend on the snapshot's instant.
 */
export function oncePerState<Variant, Text>(render: Render<Variant, Text>): Render<Variant, Text> {
  const latest = new Map<Variant, { readonly snapshot: Snapshot; readonly text: Promise<Text> }>();
  return (snapshot, variant) => {
    const known = latest.get(variant);
    if (known !== undefined && isSameState(known.snapshot, snapshot)) return known.text;
    const text = render(snapshot, variant);
    latest.set(variant, { snapshot, text });
    text.catch(() => {
      if (latest.get(variant)?.text === text) latest.delete(variant);
    });
    return text;
  };
}

/** Whether nothing but time went by between two snapshots. */
export function isSameState(a: Snapshot, b: Snapshot): boolean {
  return (
    a.config.lastReloadSuccessful === b.config.lastReloadSuccessful &&
    a.config.lastSuccessAt === b.config.lastSuccessAt &&
    areAlike(
      a.servers,
      b.servers,
      (one, other) =>
        one.domain === other.domain && one.title === other.title && one.running === other.running,
    ) &&
    areAlike(a.references, b.references, (one, other) => one.name === other.name && one.up === other.up) &&
    isSameHealth(a.history, b.history) &&
    isSameWorkload(a.workload, b.workload) &&
    areAlike(a.components, b.components, isSameComponentState) &&
    areAlike([...a.findings()], [...b.findings()], isSameDiagnosis)
  );
}

type Diagnosis = readonly [server: string, findings: readonly Finding[]];

/** Causes come and go with time as well: what was found before counts for a while. */
function isSameDiagnosis([server, findings]: Diagnosis, [otherServer, others]: Diagnosis): boolean {
  return server === otherServer && areAlike(findings, others, (one, other) => one.id === other.id);
}

function isSameHealth(one: HistoryHealth, other: HistoryHealth): boolean {
  return (
    one.setAside === other.setAside &&
    one.writeErrors === other.writeErrors &&
    one.pending === other.pending &&
    one.dropped === other.dropped
  );
}

/** The histogram is the same object until there is another observation. */
function isSameWorkload(one: Workload, other: Workload): boolean {
  return one.inFlight === other.inFlight && one.waiting === other.waiting && one.lateness === other.lateness;
}

function isSameComponentState(one: ComponentSnapshot, other: ComponentSnapshot): boolean {
  return (
    one.component === other.component &&
    one.current === other.current &&
    one.last === other.last &&
    one.state === other.state &&
    one.counts.probes === other.counts.probes &&
    one.counts.missed === other.counts.missed &&
    one.counts.internal === other.counts.internal
  );
}

function areAlike<T>(a: readonly T[], b: readonly T[], alike: (one: T, other: T) => boolean): boolean {
  return (
    a.length === b.length &&
    a.every((one, index) => {
      const other = b[index];
      return other !== undefined && alike(one, other);
    })
  );
}
