import type { Snapshot } from '../core/snapshot.ts';
import { prettyJson } from './json.ts';
import { plainText } from './localized.ts';
import type { Publisher } from './publisher.ts';

/**
 * The servers that are watched, as targets for Prometheus' HTTP service discovery
 * (https://prometheus.io/docs/prometheus/latest/http_sd/): so that other scrapes need no list of their own.
 */
export const serviceDiscoveryPublisher: Publisher = {
  path: '/sd',
  title: "Watched servers for Prometheus' HTTP service discovery",
  audience: 'operator',
  triggersProbes: false,
  render: snapshot => prettyJson(targetGroups(snapshot)),
};

interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

function targetGroups({ servers, components }: Snapshot): readonly TargetGroup[] {
  return servers.map(({ domain, title }) => {
    const names = components
      .filter(({ component }) => component.server === domain)
      .map(({ component }) => component.name);
    return {
      targets: [domain],
      labels: {
        __meta_fedistatus_title: title === null ? domain : plainText(title),
        // With commas around each, as Prometheus writes its own lists: `.*,api,.*` finds one.
        __meta_fedistatus_components: `,${names.join(',')},`,
      },
    };
  });
}
