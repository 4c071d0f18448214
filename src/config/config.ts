import type { Component, LocalizedText } from '../core/component.ts';
import type { SoftwareFacts } from '../core/diagnosis/software.ts';
import type { UserRule } from '../core/diagnosis/user-rule.ts';
import type { MaintenanceWindow } from '../core/maintenance.ts';
import type { PageSettings } from '../core/page-settings.ts';
import type { Secret } from '../core/secret.ts';
import type { Shard } from '../core/shard.ts';
import type { Omission } from '../preset/preset.ts';
import type { PreparedProbe } from '../probe/probe-type.ts';

/** A complete, checked configuration. */
export interface Config {
  readonly listen: ListenAddress;
  /** Where the public pages alone are served; null: with everything else on `listen`. */
  readonly publicListen: ListenAddress | null;
  /** TLS and basic auth, in Prometheus' web configuration format. Absolute path. */
  readonly webConfigFile: string | null;
  readonly schedule: 'timer' | 'scrape';
  /** With `schedule: scrape`, results younger than this are served again instead of probing. */
  readonly scrapeMinAgeMs: number;
  readonly evidence: EvidenceConfig;
  readonly references: readonly ReferenceConfig[];
  readonly userAgent: string;
  readonly history: HistoryConfig;
  readonly maintenance: readonly MaintenanceWindow[];
  /** The sysop's own rules. */
  readonly diagnosis: readonly UserRule[];
  readonly page: PageSettings;
  readonly publish: PublishConfig | null;
  /** Folder of announcements, absolute; null: there are none. */
  readonly announcements: string | null;
  readonly demo: DemoConfig | null;
  /** The part of the servers that is watched here; null: all of them. */
  readonly shard: Shard | null;
  /** Those of this shard alone. */
  readonly servers: readonly ServerConfig[];
  readonly components: readonly ConfiguredComponent[];
  /** Every text that must not show anywhere, in each form that it may take on its way. */
  readonly secrets: readonly Secret[];
  /** Things that are allowed but probably not meant, for the log. */
  readonly warnings: readonly string[];
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export interface ServerConfig {
  readonly domain: string;
  readonly title: LocalizedText | null;
  /** What the preset says of its software; absent: nothing. */
  readonly software?: SoftwareFacts;
  /** The name of its software, which is that of the preset; null: it has none, or one for any software. */
  readonly preset: string | null;
  /** What the preset left out for want of a setting. */
  readonly omitted: readonly Omission[];
}

/** A component and the means to ask it. */
export interface ConfiguredComponent {
  readonly component: Component;
  readonly prepared: PreparedProbe;
}

/** Where states and what was watched are kept. */
export interface HistoryConfig {
  /** Absolute; null: in memory alone. */
  readonly path: string | null;
  readonly retentionMs: number;
}

/** The public pages as plain files. */
export interface PublishConfig {
  /** Absolute. */
  readonly directory: string;
  /** How often they are written when nothing changes, in milliseconds. */
  readonly everyMs: number;
}

/** The simulated server for first runs and fire drills. */
export interface DemoConfig {
  readonly listen: ListenAddress;
  readonly software: string;
  /** undefined: the one that is simulated best. */
  readonly version?: string | undefined;
}

/** What is kept of failures for debug views. */
export interface EvidenceConfig {
  /** How many failures of each component. */
  readonly keep: number;
  /** How many bytes of a failing body; 0: none. */
  readonly excerptBytes: number;
}

/** An address that tells whether the prober itself is online. */
export interface ReferenceConfig {
  /** As written: metric label. */
  readonly name: string;
  readonly prepared: PreparedProbe;
}
