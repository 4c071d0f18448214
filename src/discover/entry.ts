import { isLoopbackName } from '../probe/origin.ts';

/** One server of the configuration, as discovery writes it. */
export interface ServerEntry {
  /** The name in handles. */
  readonly domain: string;
  /** Origin of pages and API; null: the domain's own. */
  readonly webOrigin: string | null;
  readonly preset: string;
  /** The name for people; null: none was told. */
  readonly title: string | null;
  readonly account: string | null;
  readonly storage: StorageEntry | null;
  /** Origin of the streaming API; null: the web origin. */
  readonly streamingOrigin: string | null;
  /** Components that the preset leaves to the file, and that this server has. */
  readonly optional: readonly string[];
  /** Components of the preset that this server does not have, and how that is known. */
  readonly absent: readonly AbsentComponent[];
}

export interface StorageEntry {
  readonly url: string;
  /** Of the picture that stands in for a check file; null: it is a check file, which contains `OK`. */
  readonly contentType: string | null;
}

export interface AbsentComponent {
  readonly name: string;
  readonly reason: string;
}

/** A server of the configuration file: keys and values as a sysop would write them, in this order. */
export type EntryInput = Readonly<Record<string, unknown>>;

export function toInput(entry: ServerEntry): EntryInput {
  const { domain, webOrigin, preset, title, account, storage, streamingOrigin } = entry;
  const components = componentsOf(entry);
  return {
    domain,
    ...(webOrigin === null ? {} : { web_domain: hostOf(webOrigin) }),
    preset,
    ...(title === null ? {} : { title }),
    ...(account === null ? {} : { account }),
    ...(storage === null ? {} : { object_storage: storage.url }),
    ...(streamingOrigin === null ? {} : { streaming: streamingOrigin.replace(/^http/, 'ws') }),
    ...(Object.keys(components).length === 0 ? {} : { components }),
  };
}

function componentsOf({ storage, optional, absent }: ServerEntry): EntryInput {
  const picture =
    storage === null || storage.contentType === null
      ? {}
      : { object_storage: { keyword: null, content_type: storage.contentType } };
  return {
    ...Object.fromEntries(optional.map(name => [name, {}])),
    ...picture,
    ...Object.fromEntries(absent.map(({ name }) => [name, null])),
  };
}

/** A bare host stands for its origin, unless that is not the usual one. */
function hostOf(origin: string): string {
  const { protocol, host } = new URL(origin);
  return protocol === (isLoopbackName(host) ? 'http:' : 'https:') ? host : origin;
}
