/** The questions of discovery, in order. What one answer says decides where the next goes. */
import type { DiscoveryDocuments, DiscoveryHints, Preset } from '../preset/preset.ts';
import { instanceActor } from '../probe/activitypub/account.ts';
import { nodeinfoAccept } from '../probe/nodeinfo/document.ts';
import { originOf } from '../probe/origin.ts';
import { accountCandidates } from './account.ts';
import { type Asker, type Reply, readJson } from './asker.ts';
import { type HostMeta, hostMetaQuestion, readHostMeta } from './host-meta.ts';
import { type AccountFacts, identify, type Known } from './identity.ts';
import { type InstanceFacts, instancePaths, readInstance } from './instance.ts';
import { type NodeinfoFacts, nodeinfoAddress, readNodeinfo } from './nodeinfo.ts';
import { objectionTo } from './reach.ts';
import { type ChosenPreset, type NamedSoftware, presetFor, softwareOf } from './software.ts';
import { describeWebfinger, type Finger, readWebfinger, webfingerQuestion } from './webfinger.ts';

/** What is known of a server once it was asked what it is. */
export interface Survey {
  /** The domain in handles. */
  readonly domain: Known;
  readonly web: Known;
  readonly software: NamedSoftware | null;
  readonly chosen: ChosenPreset;
  readonly nodeinfo: NodeinfoFacts | null;
  readonly instance: InstanceFacts | null;
  readonly hints: DiscoveryHints;
  readonly account: AccountFacts;
  /** What came of each question that found nothing, by question. */
  readonly failures: Failures;
  /** What the server says of itself that does not hold. */
  readonly contradictions: readonly string[];
}

/** The questions that found nothing, with their answers. */
export type Failures = ReadonlyMap<string, Reply>;

export type SurveyOutcome =
  | { readonly kind: 'found'; readonly survey: Survey }
  | { readonly kind: 'nothing'; readonly failures: Failures };

export interface SurveyDeps {
  readonly asker: Asker;
  readonly presets: readonly Preset[];
  /** Is told what is being asked. */
  readonly progress: (message: string) => void;
}

/** Asks a server what it is. `domain` is what the sysop typed, in its one form. */
export async function survey(domain: string, deps: SurveyDeps): Promise<SurveyOutcome> {
  return await new Surveyor(domain, deps).survey();
}

class Surveyor {
  readonly #typed: string;
  readonly #deps: SurveyDeps;
  readonly #failures = new Map<string, Reply>();
  readonly #contradictions: string[] = [];

  constructor(typed: string, deps: SurveyDeps) {
    this.#typed = typed;
    this.#deps = deps;
  }

  async survey(): Promise<SurveyOutcome> {
    const { progress } = this.#deps;
    progress('nodeinfo, host-meta, webfinger');
    const [links, hostMeta, actor] = await Promise.all([
      this.#askNodeinfoLinks(this.#typed),
      this.#askHostMeta(),
      this.#askActor(this.#typed),
    ]);
    if (this.#isSilent()) return { kind: 'nothing', failures: this.#failures };
    const web = this.#chooseWeb(links, hostMeta, actor);
    progress('instance API');
    const [nodeinfo, instance] = await Promise.all([
      this.#nodeinfo(links, web),
      this.#askInstance(web.value),
    ]);
    if (nodeinfo === null && instance === null && !hostMeta.ok && !actor.ok) {
      return { kind: 'nothing', failures: this.#failures };
    }
    const named = instance?.domain ?? (actor.ok ? actor.domain : null) ?? this.#typed;
    return { kind: 'found', survey: await this.#lookInto({ web, nodeinfo, instance, named }) };
  }

  /** What follows from the answers of a server that there is. */
  async #lookInto({ web, nodeinfo, instance, named }: Answered): Promise<Survey> {
    const { asker, presets, progress } = this.#deps;
    const software = softwareOf(nodeinfo?.facts ?? null, instance);
    const chosen = presetFor(software?.name ?? null, presets);
    progress('account');
    const documents = { nodeinfo: nodeinfo?.document ?? null, instance: instance?.document ?? null };
    const hints = await this.#askPreset(chosen.preset, documents, web.value);
    const domains = [named, this.#typed, hostOf(web.value)];
    const candidates = accountCandidates(instance, hints.accounts ?? [], domains);
    const frame = { asker, typed: this.#typed, web: web.value, candidates };
    const { domain, account, contradiction } = await identify(named, frame);
    if (contradiction !== null) this.#contradictions.push(contradiction);
    return {
      domain,
      web,
      software,
      chosen,
      nodeinfo: nodeinfo?.facts ?? null,
      instance,
      hints,
      account,
      failures: this.#failures,
      contradictions: this.#contradictions,
    };
  }

  /** Whether nobody answers at all: then asking on would only take time. */
  #isSilent(): boolean {
    const replies = [...this.#failures.values()];
    return replies.length === 3 && replies.every(({ kind }) => kind === 'silence');
  }

  async #askNodeinfoLinks(host: string): Promise<NodeinfoLinks | null> {
    const url = `${originOf(host)}/.well-known/nodeinfo`;
    const reply = await this.#deps.asker.ask({ url, accept: nodeinfoAccept });
    const isThere = reply.kind === 'answer' && reply.status === 200;
    const address = isThere ? nodeinfoAddress(reply.text, reply.url) : null;
    if (address === null) this.#failures.set('nodeinfo', reply);
    else this.#failures.delete('nodeinfo');
    return address === null ? null : { address };
  }

  async #askHostMeta(): Promise<HostMeta> {
    const reply = await this.#deps.asker.ask(hostMetaQuestion(this.#typed));
    const hostMeta = readHostMeta(reply);
    if (!hostMeta.ok) this.#failures.set('host-meta', reply);
    return hostMeta;
  }

  async #askActor(domain: string): Promise<Finger> {
    const account = instanceActor(domain);
    const reply = await this.#deps.asker.ask(webfingerQuestion(account));
    const finger = readWebfinger(reply);
    if (!finger.ok) this.#failures.set(describeWebfinger(account), reply);
    return finger;
  }

  /** Where the pages and the API are. Split installations forward webfinger, often nothing else. */
  #chooseWeb(links: NodeinfoLinks | null, hostMeta: HostMeta, actor: Finger): Known {
    const own = { value: originOf(this.#typed), from: 'the domain itself' };
    const candidates = [
      ...(actor.ok ? [{ value: actor.webOrigin, from: 'the self link of webfinger' }] : []),
      ...(links === null ? [] : [{ value: new URL(links.address).origin, from: 'the link of nodeinfo' }]),
      ...(hostMeta.ok ? [{ value: hostMeta.webOrigin, from: 'the template of host-meta' }] : []),
    ];
    for (const candidate of candidates) {
      if (candidate.value === own.value) return candidate;
      const objection = objectionTo(candidate.value, this.#typed);
      if (objection === null) return candidate;
      this.#contradictions.push(`${candidate.from} names ${candidate.value}, which ${objection}`);
    }
    return { ...own, isGuess: true };
  }

  async #nodeinfo(links: NodeinfoLinks | null, web: Known): Promise<Nodeinfo | null> {
    const isElsewhere = web.value !== originOf(this.#typed);
    const found = links ?? (isElsewhere ? await this.#askNodeinfoLinks(hostOf(web.value)) : null);
    if (found === null) return null;
    const reply = await this.#deps.asker.ask({ url: found.address, accept: nodeinfoAccept });
    const json = readJson(reply);
    if (json.ok) return { document: json.document, facts: readNodeinfo(json.document) };
    this.#failures.set('nodeinfo', reply);
    return null;
  }

  async #askInstance(webOrigin: string): Promise<InstanceFacts | null> {
    for (const path of instancePaths) {
      const reply = await this.#deps.asker.ask({ url: webOrigin + path, accept: 'application/json' });
      const instance = readInstance(reply, path);
      if (instance !== null) {
        for (const other of instancePaths) this.#failures.delete(other);
        return instance;
      }
      this.#failures.set(path, reply);
      if (reply.kind === 'silence') return null;
    }
    return null;
  }

  async #askPreset(
    { discovery }: Preset,
    documents: Omit<DiscoveryDocuments, 'own'>,
    webOrigin: string,
  ): Promise<DiscoveryHints> {
    if (discovery?.read === undefined) return {};
    const { question } = discovery;
    if (question === undefined) return discovery.read({ ...documents, own: null });
    const { path, method = 'GET', body } = question;
    const reply = await this.#deps.asker.ask({
      url: webOrigin + path,
      accept: 'application/json',
      method,
      body,
    });
    const json = readJson(reply);
    if (!json.ok) this.#failures.set(path, reply);
    return discovery.read({ ...documents, own: json.ok ? json.document : null });
  }
}

/** The answers that show that there is a server. */
interface Answered {
  readonly web: Known;
  readonly nodeinfo: Nodeinfo | null;
  readonly instance: InstanceFacts | null;
  /** What it calls itself. */
  readonly named: string;
}

interface NodeinfoLinks {
  readonly address: string;
}

interface Nodeinfo {
  readonly document: unknown;
  readonly facts: NodeinfoFacts;
}

function hostOf(origin: string): string {
  return new URL(origin).host;
}
