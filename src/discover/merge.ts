import { isUp } from '../core/result.ts';
import type { Discovery, FactName } from './discovery.ts';
import type { ServerEntry } from './entry.ts';

/**
 * What to watch once a server was discovered again. What it told counts; what it did not tell stays as it was, since a
 * server in trouble tells less than it has. A component is left out only by a server of which everything else is up.
 */
export function mergeEntry(former: ServerEntry, { entry: fresh, facts, probed }: Discovery): ServerEntry {
  // The domain names the history: another one is another server.
  if (fresh.domain !== former.domain) return former;
  const tells = (name: FactName): boolean => facts.some(fact => fact.name === name && fact.isGuess !== true);
  const absent = new Set(fresh.absent.map(({ name }) => name));
  const isWell = probed.every(({ result }) => isUp(result) === true || absent.has(result.component));
  const known = new Set(former.absent.map(({ name }) => name));
  const preset = tells('software') ? fresh.preset : former.preset;
  // What another preset leaves to the file is nothing to this one.
  const ofPreset = [former, fresh].filter(entry => entry.preset === preset);
  return {
    domain: former.domain,
    webOrigin: tells('web') ? fresh.webOrigin : former.webOrigin,
    preset,
    title: fresh.title ?? former.title,
    account: fresh.account ?? former.account,
    storage: betterStorage(former.storage, fresh.storage),
    streamingOrigin: tells('streaming') ? fresh.streamingOrigin : former.streamingOrigin,
    optional: [...new Set(ofPreset.flatMap(({ optional }) => optional))],
    absent: isWell ? fresh.absent : fresh.absent.filter(({ name }) => known.has(name)),
  };
}

/** A check file stays: while the storage is down a picture seems to be all that there is. */
function betterStorage(
  former: ServerEntry['storage'],
  fresh: ServerEntry['storage'],
): ServerEntry['storage'] {
  if (fresh === null) return former;
  return former !== null && former.contentType === null && fresh.contentType !== null ? former : fresh;
}
