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
}

/** Every value of the key `preset` that means it, its own name first. */
export function namesOf({ name, aliases }: Preset): readonly string[] {
  return [name, ...aliases];
}
