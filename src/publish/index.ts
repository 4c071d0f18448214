/** The registry of publishers: a new output is one file and one line here. */

import type { BuildInfo } from './catalogue/exporter.ts';
import { createCatalogue } from './catalogue.ts';
import { debugPublisher } from './debug.ts';
import { createLandingPublisher } from './landing.ts';
import { createMetricsPublisher } from './metrics.ts';
import { isOpen, type Publisher } from './publisher.ts';
import { serviceDiscoveryPublisher } from './sd.ts';
import type { SelfMetrics } from './self-metrics.ts';
import { createSitePublishers } from './status/entrances.ts';

export interface PublisherDeps {
  readonly build: BuildInfo;
  readonly selfMetrics: SelfMetrics;
}

/** Every publisher, in the order of the landing page. */
export function createPublishers({ build, selfMetrics }: PublisherDeps): readonly Publisher[] {
  const publishers: readonly Publisher[] = [
    createMetricsPublisher(createCatalogue(build), selfMetrics),
    debugPublisher,
    serviceDiscoveryPublisher,
    ...createSitePublishers(),
  ];
  // What is open for a rest is no page on its own.
  const links = [...publishers, ...furtherPages].filter(({ path }) => !isOpen(path));
  return [...publishers, createLandingPublisher(build.version, links)];
}

/** Pages that no publisher stands for: those of the HTTP server itself, and the best of an open path. */
const furtherPages = [
  { path: '/api/v2/summary.json', title: "The public status in the shape of Statuspage's API" },
  { path: '/-/healthy', title: 'Whether the exporter runs' },
  { path: '/-/ready', title: 'Whether every component had its first probe' },
] as const;
