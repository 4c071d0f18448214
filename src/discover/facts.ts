import type { Fact } from './discovery.ts';
import type { ServerEntry } from './entry.ts';
import type { Findings } from './findings.ts';
import { shown } from './shown.ts';

/** What was found, each with how it is known, in the order of `factNames`. */
export function factsOf({ survey, streaming, media }: Findings, entry: ServerEntry): readonly Fact[] {
  const { software, domain, web, account, instance } = survey;
  const facts: Fact[] = [];
  const add = (name: Fact['name'], value: string, from: string, isGuess?: true): void => {
    facts.push({ name, value: shown(value, 200), from: shown(from, 200), ...(isGuess && { isGuess }) });
  };
  if (software !== null)
    add('software', [software.name, software.version].filter(Boolean).join(' '), software.from);
  if (entry.title !== null)
    add('title', entry.title, instance?.title === entry.title ? instance.path : 'nodeinfo');
  add('domain', domain.value, domain.from);
  add('web', web.value, web.from, web.isGuess);
  if (account.found !== null) {
    const { name, from, isConfirmed } = account.found;
    add('account', name, isConfirmed ? `${from}; webfinger knows it` : `${from}; webfinger is down`);
  }
  if (streaming.origin !== null) add('streaming', streaming.origin.value, streaming.origin.from);
  if (media.kind === 'check_file' || media.kind === 'object') add('object storage', media.url, media.from);
  if (media.kind === 'host') add('object storage', new URL(media.checkFile).origin, media.from);
  if (media.kind === 'same_host') add('object storage', 'on the web server itself', media.from);
  if (instance?.isLimited === true)
    add('federation', 'limited', `configuration.limited_federation in ${instance.path}`);
  if (typeof instance?.statusLink === 'string')
    add('status page', instance.statusLink, statusPlace(instance.path));
  return facts;
}

function statusPlace(path: string): string {
  return `configuration.urls.status in ${path}`;
}
