import type { SoftwareFacts } from '../core/diagnosis/software.ts';
import type { ServerContext } from '../probe/probe-type.ts';

/** The settings of one server in the configuration that presets read. */
export interface PresetSettings extends ServerContext {
  /** URL of a small file on the object storage that contains `OK`. */
  readonly objectStorage: string | null;
  /** Origin of the streaming API, when it is not the web origin. */
  readonly streamingOrigin: string | null;
}

/** A component as a sysop would write it in the configuration: merged with what the file says, then checked alike. */
export type ComponentInput = Readonly<Record<string, unknown>>;

export interface PresetComponents {
  /** In the order in which people should see them. */
  readonly components: Readonly<Record<string, ComponentInput>>;
  /** Components that are off until the file names them, if only with `{}`. */
  readonly optional: Readonly<Record<string, ComponentInput>>;
  /** Components that a missing setting leaves out. */
  readonly omitted: readonly Omission[];
}

export interface Omission {
  readonly component: string;
  /** The setting that would bring it in. */
  readonly setting: string;
}

/** The components of one server software. The registry is `preset/index.ts`. */
export interface Preset {
  /** The value of the key `preset`. */
  readonly name: string;
  /** Other names of the key's value: forks and relatives that are asked alike, as they call themselves in nodeinfo. */
  readonly aliases: readonly string[];
  /** One line for the reference page. */
  readonly summary: string;
  components(settings: PresetSettings): PresetComponents;
  /** What the diagnosis has to know of it. Without it, it is taken for Mastodon. */
  readonly software?: SoftwareFacts;
  /** What forks and relatives call themselves and their program, by their alias. */
  readonly relatives?: Readonly<Record<string, Pick<SoftwareFacts, 'title' | 'program'>>>;
  /** What only this software knows of itself. Without it, what every server is asked for is enough. */
  readonly discovery?: PresetDiscovery;
}

/**
 * What a preset adds to discovery, which asks every server for nodeinfo, host-meta, webfinger of the instance actor
 * (`domain@domain`) and Mastodon's instance API (2, else 1), and reads the account, the streaming API and the object
 * storage off the latter. A preset is found by its names, which are those of nodeinfo. All of it is optional.
 */
export interface PresetDiscovery {
  /** One more document to ask for: the software's own API, for what the others do not tell. */
  readonly question?: DiscoveryQuestion;
  /**
   * Reads settings off the documents. What it returns may be anything that the server wrote: discovery refuses what is
   * no account, no address, or leads into a private network, and confirms each account with webfinger.
   */
  readonly read?: (documents: DiscoveryDocuments) => DiscoveryHints;
  /**
   * Components that a healthy server of this software may lack, by its version or its settings. One of them that is not
   * there (404, a page instead of a document) is left out; every other component that fails is written and said to be
   * down.
   */
  readonly mayLack?: readonly string[];
}

/** A request to the web origin for a JSON document. */
export interface DiscoveryQuestion {
  /** Such as `/api/v3/site`. */
  readonly path: string;
  /** `GET` unless given. */
  readonly method?: 'GET' | 'POST';
  /** JSON, for `POST`. */
  readonly body?: string;
}

/** What was answered, as JSON values; null: not there, or no JSON. */
export interface DiscoveryDocuments {
  readonly nodeinfo: unknown;
  /** Mastodon's instance API. */
  readonly instance: unknown;
  /** The answer to the preset's own {@link DiscoveryQuestion}. */
  readonly own: unknown;
}

/** Settings that documents suggest, the likeliest first. */
export interface DiscoveryHints {
  /** Names of accounts that always exist, such as the admin's: `name`, `@name`, `name@domain`, or a URL that ends with it. */
  readonly accounts?: readonly DiscoveryHint[];
  /** Addresses of pictures and the like on the object storage. */
  readonly media?: readonly DiscoveryHint[];
  /** Base addresses of the streaming API. */
  readonly streaming?: readonly DiscoveryHint[];
  /** Components of {@link PresetComponents.optional} that the documents show to be there. */
  readonly optional?: readonly string[];
}

export interface DiscoveryHint {
  readonly value: unknown;
  /** Where it was read, for people: `admins in /api/v3/site`. */
  readonly from: string;
}

/** Name of the preset for software that no other is made for. */
export const genericPreset = 'fediverse';

/** What the diagnosis has to know of a server whose configuration calls its software by this name. */
export function softwareOf({ software, relatives }: Preset, name: string): SoftwareFacts | undefined {
  return software && { ...software, ...relatives?.[name] };
}

/** Every value of the key `preset` that means it, its own name first. */
export function namesOf({ name, aliases }: Preset): readonly string[] {
  return [name, ...aliases];
}
