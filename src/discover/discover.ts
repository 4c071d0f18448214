/** From one domain name to a configuration. */
import type { Preset, PresetSettings } from '../preset/preset.ts';
import { originOf } from '../probe/origin.ts';
import { Asker, type AskerDeps, describeReply } from './asker.ts';
import type { Discovery, DiscoveryOutcome } from './discovery.ts';
import type { ServerEntry } from './entry.ts';
import { factsOf } from './facts.ts';
import type { Findings } from './findings.ts';
import { findMedia, type MediaFacts } from './media.ts';
import { notesOf } from './notes.ts';
import { explainNothing } from './nothing.ts';
import { askPage, type Page, streamingHosts } from './page.ts';
import { type BuildDeps, rehearse } from './rehearse.ts';
import { findStreaming } from './streaming.ts';
import { type Survey, survey } from './survey.ts';

export interface DiscoverDeps extends BuildDeps, AskerDeps {
  /** Where our own status page is, to compare it with the server's link; null: not told. */
  readonly pageUrl: string | null;
  /** Is told what is being asked, for people who wait. */
  readonly progress: (message: string) => void;
}

/**
 * Finds out what a server is and how to watch it, with about twenty requests. `domain` must be in its one form.
 * Resolves for everything that a server may answer.
 */
export async function discover(domain: string, deps: DiscoverDeps): Promise<DiscoveryOutcome> {
  const asker = new Asker(deps, domain);
  const surveyed = await survey(domain, { asker, presets: deps.presets, progress: deps.progress });
  if (surveyed.kind === 'nothing') {
    const answers = [...surveyed.failures].map(([question, reply]) => ({
      question,
      answer: describeReply(reply),
      ...(reply.kind === 'silence' ? { code: reply.code } : {}),
    }));
    const explanation = explainNothing(domain, surveyed.failures);
    return { kind: 'nothing', domain, ...explanation, answers, requests: asker.requests };
  }
  return { kind: 'found', ...(await writeDown(surveyed.survey, domain, { ...deps, asker })) };
}

interface WriteDeps extends DiscoverDeps {
  readonly asker: Asker;
}

async function writeDown(found: Survey, home: string, deps: WriteDeps): Promise<Discovery> {
  const { asker, progress } = deps;
  progress('object storage');
  let asked: Promise<Page> | null = null;
  const page = (): Promise<Page> => (asked ??= askPage(asker, found.web.value));
  const media = await findMedia({
    asker,
    instance: found.instance,
    hints: found.hints.media ?? [],
    webOrigin: found.web.value,
    page,
    home,
  });
  // Where the API is closed, the page still tells.
  const onPage = found.instance === null ? streamingHosts(await page()) : [];
  const streaming = findStreaming(found.instance, [...(found.hints.streaming ?? []), ...onPage], home);
  const first = entryOf({ survey: found, streaming, media });
  progress('each component');
  const rehearsed = await rehearse(first, found, { ...deps, home });
  const { entry, probed } = rehearsed;
  const findings = { survey: found, streaming: rehearsed.streaming ?? streaming, media };
  return {
    entry,
    facts: factsOf(findings, entry),
    notes: notesOf(findings, { entry, probed, pageUrl: deps.pageUrl }),
    probed,
    statusLink: found.instance?.statusLink,
    requests: asker.requests,
  };
}

function entryOf({ survey: found, streaming, media }: Findings): ServerEntry {
  const { domain, web, chosen, account, instance, nodeinfo } = found;
  const webOrigin = web.value === originOf(domain.value) ? null : web.value;
  const origin = streaming.origin?.value ?? null;
  const entry: ServerEntry = {
    domain: domain.value,
    webOrigin,
    preset: chosen.key,
    title: instance?.title ?? nodeinfo?.title ?? null,
    account: account.found?.name ?? null,
    storage: null,
    streamingOrigin: origin === web.value ? null : origin,
    optional: found.hints.optional ?? [],
    absent: [],
  };
  const storage = storageOf(media);
  const offered = componentsOffered(chosen.preset, entry, storage?.url ?? null);
  return {
    ...entry,
    storage: offered.includes('object_storage') ? storage : null,
    streamingOrigin: offered.some(name => name.startsWith('streaming')) ? entry.streamingOrigin : null,
  };
}

function storageOf(media: MediaFacts): ServerEntry['storage'] {
  if (media.kind === 'check_file') return { url: media.url, contentType: null };
  return media.kind === 'object' ? { url: media.url, contentType: media.contentType } : null;
}

/** Names of the components that the preset makes of an entry: a setting that none of them needs is not written. */
function componentsOffered(
  preset: Preset,
  entry: ServerEntry,
  objectStorage: string | null,
): readonly string[] {
  const settings: PresetSettings = {
    domain: entry.domain,
    webOrigin: entry.webOrigin ?? originOf(entry.domain),
    account: entry.account,
    streamingOrigin: entry.streamingOrigin,
    objectStorage,
  };
  return Object.keys(preset.components(settings).components);
}
