/** The questions of discovery, in order. What one answer says decides where the next goes. */
import type { DiscoveryDocuments, DiscoveryHints, Preset } from '../preset/preset.ts';
import { type Account, instanceActor } from '../probe/activitypub/account.ts';
import { nodeinfoAccept } from '../probe/nodeinfo/document.ts';
import { originOf } from '../probe/origin.ts';
import { type AccountCandidate, accountCandidates } from './account.ts';
import { type Asker, describeReply, type Reply, readJson } from './asker.ts';
import { type HostMeta, hostMetaQuestion, readHostMeta } from './host-meta.ts';
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

/** Something found, and how it is known. */
export interface Known {
  readonly value: string;
  readonly from: string;
  /** Nobody said so: it is what most servers have. */
  readonly isGuess?: true;
}

export interface AccountFacts {
  /** null: none was found that webfinger knows. */
  readonly found: (AccountCandidate & { readonly isConfirmed: boolean }) | null;
  /** Why those that were tried are not used. */
  readonly refused: readonly string[];
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
    const { progress, presets } = this.#deps;
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
    const software = softwareOf(nodeinfo?.facts ?? null, instance);
    const chosen = presetFor(software?.name ?? null, presets);
    progress('account');
    const documents = { nodeinfo: nodeinfo?.document ?? null, instance: instance?.document ?? null };
    const hints = await this.#askPreset(chosen.preset, documents, web.value);
    const named = instance?.domain ?? (actor.ok ? actor.domain : null) ?? this.#typed;
    const candidates = accountCandidates(instance, hints.accounts ?? [], [
      named,
      this.#typed,
      hostOf(web.value),
    ]);
    const { domain, account } = await this.#settle(named, { web: web.value, candidates, actor });
    return {
      kind: 'found',
      survey: {
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
      },
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

  /** Makes sure of the domain in handles and of the account: webfinger at that domain must know them. */
  async #settle(named: string, frame: SettleFrame): Promise<{ domain: Known; account: AccountFacts }> {
    const typed = { value: this.#typed, from: 'as asked for' };
    const isTyped = named === this.#typed;
    const account = await this.#confirm(named, frame);
    if (isTyped) return { domain: typed, account };
    const isConfirmed = account.found?.isConfirmed === true || (await this.#isHome(named, frame.web));
    if (isConfirmed) {
      return {
        domain: { value: named, from: `what the server calls itself, confirmed by webfinger there` },
        account,
      };
    }
    this.#contradictions.push(`the server calls itself ${named}, but ${named} does not confirm that`);
    return { domain: typed, account: await this.#confirm(this.#typed, frame) };
  }

  async #confirm(domain: string, { web, candidates }: SettleFrame): Promise<AccountFacts> {
    const refused: string[] = [];
    for (const candidate of candidates) {
      const account: Account = { user: candidate.name, domain, isInstanceActor: false };
      const reply = await this.#deps.asker.ask(webfingerQuestion(account));
      const finger = readWebfinger(reply);
      if (finger.ok && finger.webOrigin === web)
        return { found: { ...candidate, isConfirmed: true }, refused };
      if (!finger.ok && isTrouble(reply)) return { found: { ...candidate, isConfirmed: false }, refused };
      const why = finger.ok ? `it leads to ${finger.webOrigin}` : finger.why;
      refused.push(`${candidate.name} (${candidate.from}): ${describeWebfinger(account)}: ${why}`);
    }
    return { found: null, refused };
  }

  /** Whether another domain says of itself that its pages are here. */
  async #isHome(domain: string, web: string): Promise<boolean> {
    if (objectionTo(originOf(domain), this.#typed) !== null) return false;
    const finger = await this.#askActor(domain);
    return finger.ok && finger.webOrigin === web;
  }
}

interface NodeinfoLinks {
  readonly address: string;
}

interface Nodeinfo {
  readonly document: unknown;
  readonly facts: NodeinfoFacts;
}

interface SettleFrame {
  readonly web: string;
  readonly candidates: readonly AccountCandidate[];
  readonly actor: Finger;
}

/** Whether an answer says more of the moment than of the server. */
export function isTrouble(reply: Reply): boolean {
  if (reply.kind === 'silence') return true;
  return reply.status >= 500 || reply.status === 429 || reply.status === 408;
}

/** What came of the questions that found nothing, for people. */
export function describeFailures(failures: Failures): readonly { question: string; answer: string }[] {
  return [...failures].map(([question, reply]) => ({ question, answer: describeReply(reply) }));
}

function hostOf(origin: string): string {
  return new URL(origin).host;
}
