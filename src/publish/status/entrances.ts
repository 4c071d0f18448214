import type { Publisher } from '../publisher.ts';
import type { LiveSite } from './live.ts';

const entrances: readonly (readonly [path: string, title: string])[] = [
  ['/', 'The public status page'],
  ['/servers/', 'One server of several'],
  ['/incidents/', 'Incidents and their permanent addresses'],
  ['/announcements/', 'Announcements'],
  ['/history.atom', 'The history as a feed'],
  ['/api/v2/', "The status as JSON, in the shape of Statuspage's API"],
  ['/badge/', 'Badges: SERVER.svg, SERVER/COMPONENT.svg'],
  ['/assets/', 'Style, script and icons of the pages'],
];

/** The public site. What makes it is loaded for the first who asks: a daemon that only Prometheus asks does without. */
export function createSitePublishers(): readonly Publisher[] {
  let site: Promise<LiveSite> | undefined;
  return entrances.map(([path, title]) => ({
    path,
    title,
    audience: 'public',
    triggersProbes: false,
    async render(snapshot, request) {
      site ??= loadSite();
      return (await site).answer(snapshot, path.slice(1) + encoded(request.rest), request);
    },
  }));
}

async function loadSite(): Promise<LiveSite> {
  const { LiveSite } = await import('./live.ts');
  return new LiveSite();
}

/** Paths of the site are as addresses are written. */
function encoded(rest: string): string {
  return rest.split('/').map(encodeURIComponent).join('/');
}
