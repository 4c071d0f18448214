import { inlineText } from '../../localized.ts';
import type { PublicIncident, PublicName, PublicUpdate } from '../view/public-view.ts';
import type { Words } from './words.ts';

/** What an incident is called: as a sysop did, else after what it is. */
export function incidentTitle({ title, severity, components }: PublicIncident, words: Words): string {
  if (title !== null) return inlineText(title, words.language);
  return words.incidentTitle(severity, namesOf(components, words));
}

/** What the daemon says when it finds an incident: the components, their states and why; those that are alike together. */
function detectedWords({ components }: PublicIncident, words: Words): string {
  const alike = Map.groupBy(components, ({ severity, reason }) => `${severity} ${reason ?? ''}`);
  return words.detected(
    [...alike.values()].flatMap(group => {
      const [first] = group;
      if (first === undefined) return [];
      return {
        components: words.list(namesOf(group, words)),
        state: words.states[first.severity],
        reason: first.reason === null ? null : words.reasons[first.reason],
      };
    }),
  );
}

/** An update of an incident in plain text; a sysop's as written. */
export function updateText(update: PublicUpdate, incident: PublicIncident, words: Words): string {
  switch (update.kind) {
    case 'words':
      return update.body;
    case 'detected':
      return detectedWords(incident, words);
    case 'resolved':
      return words.resolved(words.duration(incident.troubleMs));
    default:
      return update satisfies never;
  }
}

/** The stage of an incident that an update names; null: none. */
export function updateStage(update: PublicUpdate): PublicIncident['status'] | null {
  if (update.kind === 'words') return update.status;
  return update.kind === 'resolved' ? 'resolved' : 'investigating';
}

/** Names for people. */
export function namesOf(names: readonly PublicName[], { language }: Words): readonly string[] {
  return names.map(({ title }) => inlineText(title, language));
}
