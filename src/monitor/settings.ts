import type { Component, Probe } from '../core/component.ts';
import type { UserRule } from '../core/diagnosis/user-rule.ts';
import type { EvidenceOptions } from '../core/evidence.ts';
import type { PageSettings } from '../core/page-settings.ts';
import type { ServerSnapshot } from '../core/snapshot.ts';

/** What the monitor watches, and how. A reload replaces it as a whole. */
export interface MonitorSettings {
  readonly schedule: 'timer' | 'scrape';
  /** With `scrape`: results younger than this are served again instead of probing. Milliseconds. */
  readonly scrapeMinAgeMs: number;
  readonly servers: readonly MonitoredServer[];
  readonly components: readonly MonitoredComponent[];
  readonly references: readonly MonitoredReference[];
  readonly evidence: EvidenceSettings;
  /** The sysop's own rules. */
  readonly diagnosis: readonly UserRule[];
  readonly page: PageSettings;
}

/** A server, and what the configuration takes it for. */
export interface MonitoredServer extends Omit<ServerSnapshot, 'running'> {
  /** The name of its software by its preset; null: that says nothing of it. */
  readonly preset?: string | null;
}

/** A component and the way to ask it. */
export interface MonitoredComponent {
  readonly component: Component;
  /** Makes a probe that shares no state with any other. */
  start(): Probe;
}

/** An address that tells whether the prober itself is online: any answer at all means yes. */
export interface MonitoredReference {
  readonly name: string;
  start(): Probe;
}

/** What is kept of failures. */
export interface EvidenceSettings extends EvidenceOptions {
  /** How many failures of each component. */
  readonly keep: number;
}
