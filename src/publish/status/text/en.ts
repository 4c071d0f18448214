import { longDuration, percent } from './numbers.ts';
import type { Words } from './words.ts';

const states = {
  operational: 'Operational',
  degraded: 'Degraded',
  outage: 'Outage',
  maintenance: 'Maintenance',
  unknown: 'Unknown',
} as const;

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

export const en: Words = {
  language: 'en',
  locale: 'en-GB',
  name: 'English',

  states,
  kinds: {
    operational: 'Operational',
    degraded: 'Degraded',
    outage: 'Outage',
    maintenance: 'Maintenance',
    no_data: 'No data',
  },
  reasons: {
    dns: 'its name could not be resolved',
    connect: 'it could not be reached',
    tls: 'TLS could not be agreed on',
    timeout: 'no answer in time',
    connection_lost: 'the connection was lost',
    malformed: 'an invalid answer',
    body: 'an unreadable answer',
    redirect: 'a redirect that leads nowhere',
    http_status: 'it answered with an error',
    rate_limited: 'too many requests',
    stale_cache: 'only an old copy was served',
    keyword: 'expected content was missing',
    content: 'unexpected content',
    websocket: 'live connections failed',
    activitypub: 'other servers cannot find accounts',
    internal: 'it could not be checked',
    certificate_expired: 'TLS certificate expired',
    certificate_expires_soon: 'TLS certificate expires soon',
    slow: 'slow to answer',
  },
  stages: {
    investigating: 'Investigating',
    identified: 'Identified',
    monitoring: 'Monitoring',
    resolved: 'Resolved',
  },
  maintenanceStages: { scheduled: 'Scheduled', in_progress: 'In progress', completed: 'Completed' },

  overall({ overall, counts }) {
    switch (overall) {
      case 'operational':
        return 'All systems operational';
      case 'maintenance':
        return 'Maintenance in progress';
      case 'unknown':
        return counts.operational === 0
          ? 'The current state is not known'
          : 'What could be checked works, but not everything could be checked';
      case 'degraded':
        return 'Some systems are degraded';
      case 'partial_outage':
        return 'Partial outage';
      case 'major_outage':
        return 'Major outage';
      default:
        return overall satisfies never;
    }
  },
  counts: ({ operational, degraded, outage, maintenance, unknown }) =>
    [
      [operational, 'operational'],
      [degraded, 'degraded'],
      [outage, 'down'],
      [maintenance, 'under maintenance'],
      [unknown, 'unknown'],
    ]
      .filter(([count]) => count !== 0)
      .map(([count, word]) => `${count} ${word}`)
      .join(', '),
  siteTitle: server => `${server} status`,
  siteTitleOfSeveral: 'Status',
  incidentTitle: (severity, components) =>
    `${severity === 'degraded' ? 'Degraded' : 'Outage'}: ${shortened(components)}`,
  detected: troubles =>
    troubles
      .map(
        ({ components, state, reason }) =>
          `${components}: ${state.toLowerCase()}${reason === null ? '' : ` (${reason})`}.`,
      )
      .join(' '),
  resolved: duration => `Everything works again, after ${duration}.`,

  list: items => new Intl.ListFormat('en-GB').format(items),
  duration: ms => longDuration(ms, { d: ' d', h: ' h', m: ' min', s: ' s' }),
  percent,
  uptime: share => `${share} uptime`,
  noUptime: 'no data yet',
  since: time => `since ${time}`,
  span: (from, until) => `${from} – ${until}`,
  lasted: duration => `for ${duration}`,
  barSummary({ days: all, outageDays, outage, degradedDays, degraded, noDataDays }) {
    const parts = [
      outageDays > 0 ? `outages on ${days(outageDays)} (${outage})` : 'no outage',
      ...(degradedDays > 0 ? [`degraded on ${days(degradedDays)} (${degraded})`] : []),
      ...(noDataDays > 0 ? [`no data for ${days(noDataDays)}`] : []),
    ];
    return `Last ${days(all)}: ${parts.join(', ')}.`;
  },
  dayNote: (date, notes) =>
    `${date}: ${notes.map(({ kind, duration }) => `${en.kinds[kind].toLowerCase()} ${duration}`).join(', ')}`,
  daysAgo: count => (count === 1 ? 'yesterday' : `${count} days ago`),
  today: 'Today',

  asOf: time => `As of ${time}`,
  silentSince: time => `Nothing has been measured since ${time}. What follows may no longer be true.`,
  oldPage: time =>
    `This copy of the page is from ${time} and has not been refreshed since. It may no longer be true.`,
  reload: 'Load it again',

  skip: 'Skip to the content',
  languages: 'Language',
  links: 'Links',
  legend: 'What the bars mean',
  servers: 'Servers',
  components: 'Components',
  otherComponents: 'Other',
  openIncidents: 'Current incidents',
  pastIncidents: 'Past incidents',
  allIncidents: 'All incidents',
  noIncidents: count => `No past incidents on record for the last ${days(count)}.`,
  ongoing: 'ongoing',
  announcements: 'Announcements',
  maintenance: 'Maintenance',
  plannedMaintenance: 'Planned maintenance',
  everything: 'Everything',
  affected: 'Affected',
  updates: 'Updates',
  back: 'Current status',
  feed: 'Atom feed',
  api: 'JSON',
  madeBy: 'Watched from outside by fedistatus',
};

function shortened(components: readonly string[]): string {
  if (components.length <= 3) return en.list(components);
  return `${components.slice(0, 2).join(', ')} and ${components.length - 2} more`;
}
