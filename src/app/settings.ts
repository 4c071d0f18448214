/** What the parts of the daemon need of a configuration. */
import type { Config } from '../config/config.ts';
import { createScrubber } from '../core/scrubber.ts';
import type { KeeperSettings } from '../history/keeper.ts';
import type { MonitorSettings } from '../monitor/settings.ts';

/** What the monitor needs of a configuration. */
export function monitorSettings(config: Config): MonitorSettings {
  const environment = { userAgent: config.userAgent };
  return {
    schedule: config.schedule,
    scrapeMinAgeMs: config.scrapeMinAgeMs,
    servers: config.servers.map(({ domain, title, preset, software }) => ({
      domain,
      title,
      preset,
      ...(software && { software }),
    })),
    components: config.components.map(({ component, prepared }) => ({
      component,
      start: () => prepared.start(environment),
    })),
    references: config.references.map(({ name, prepared }) => ({
      name,
      start: () => prepared.start(environment),
    })),
    evidence: { ...config.evidence, scrub: createScrubber(secretTexts(config)) },
    page: config.page,
    diagnosis: config.diagnosis,
  };
}

/** What keeping and telling states needs of a configuration. */
export function keeperSettings({ components, maintenance, page }: Config): KeeperSettings {
  return { components: components.map(({ component }) => component), maintenance, timeZone: page.timeZone };
}

/** Texts that must not show anywhere. */
export function secretTexts({ secrets }: Config): readonly string[] {
  return secrets.map(secret => secret.reveal());
}
