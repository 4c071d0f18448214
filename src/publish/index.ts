/** The registry of publishers: a new output is one file and one line here. */

import type { BuildInfo } from './catalogue/exporter.ts';
import { createCatalogue } from './catalogue.ts';
import { debugPublisher } from './debug.ts';
import { createLandingPublisher } from './landing.ts';
import { createMetricsPublisher } from './metrics.ts';
import type { Publisher } from './publisher.ts';
import type { SelfMetrics } from './self-metrics.ts';

export interface PublisherDeps {
  readonly build: BuildInfo;
  readonly selfMetrics: SelfMetrics;
}

/** Every publisher, in the order of the landing page. */
export function createPublishers({ build, selfMetrics }: PublisherDeps): readonly Publisher[] {
  const publishers: readonly Publisher[] = [
    createMetricsPublisher(createCatalogue(build), selfMetrics),
    debugPublisher,
  ];
  return [...publishers, createLandingPublisher(build.version, [...publishers, ...serverPages])];
}

/** Pages of the HTTP server that show no snapshot. */
const serverPages = [
  { path: '/-/healthy', title: 'Whether the exporter runs' },
  { path: '/-/ready', title: 'Whether every component had its first probe' },
] as const;
