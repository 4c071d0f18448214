/**
 * The public status in the shape of Atlassian Statuspage's API, so that its clients can read it:
 * https://metastatuspage.com/api. Statuspage has no word for "not known": such a component is `degraded_performance`
 * and the whole `minor`, never operational; our own state stands beside it as `fedistatus_state`.
 */
import type { OverallState } from '../../../core/rollup.ts';
import { shortHash } from '../../../core/short-hash.ts';
import type { State } from '../../../core/state.ts';
import { localText } from '../../localized.ts';
import { siteTitle } from '../page/document.ts';
import { paths } from '../paths.ts';
import type { SiteContext } from '../site-part.ts';
import type { PublicComponent, PublicView } from '../view/public-view.ts';

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

const componentStatuses: Readonly<Record<State, string>> = {
  operational: 'operational',
  degraded: 'degraded_performance',
  outage: 'major_outage',
  maintenance: 'under_maintenance',
  unknown: 'degraded_performance',
};

const indicators: Readonly<Record<OverallState, string>> = {
  operational: 'none',
  maintenance: 'maintenance',
  unknown: 'minor',
  degraded: 'minor',
  partial_outage: 'major',
  major_outage: 'critical',
};

/** Of the page; the same as long as its first server is. */
export function pageId({ servers }: PublicView): string {
  return shortHash(`page ${servers[0]?.domain ?? ''}`);
}

export function componentId(server: string, name: string): string {
  return shortHash(`component ${server}/${name}`);
}

/** The object `page`, which every answer begins with. */
export function pageJson(context: SiteContext): Json {
  const { view, links } = context;
  return {
    id: pageId(view),
    name: siteTitle(context),
    url: links.absolute(paths.start),
    time_zone: view.brand.timeZone,
    updated_at: iso(view.at),
  };
}

/** The object `status`. */
export function statusJson({ view, words }: SiteContext): Json {
  return {
    indicator: indicators[view.rollup.overall],
    description: words.overall(view.rollup),
    fedistatus_state: view.rollup.overall,
  };
}

/** All components, each behind the group that it is in: the server, when there are several. */
export function componentsJson(context: SiteContext): readonly Json[] {
  const { view, words } = context;
  const hasSeveral = view.servers.length > 1;
  const list: Json[] = [];
  for (const { domain, title, groups } of view.servers) {
    const sections = hasSeveral
      ? [{ title, components: groups.flatMap(({ components }) => components) }]
      : groups;
    for (const section of sections) {
      const isGroup = section.title !== null;
      const name = section.title === null ? '' : localText(section.title, words.language);
      const groupId = isGroup
        ? shortHash(`group ${domain}/${hasSeveral ? '' : JSON.stringify(section.title)}`)
        : null;
      if (groupId !== null) list.push(groupJson(groupId, name, section.components, list.length, context));
      for (const component of section.components) {
        list.push(componentJson(component, groupId, list.length, context));
      }
    }
  }
  return list;
}

function componentJson(
  component: PublicComponent,
  groupId: string | null,
  index: number,
  { view, words }: SiteContext,
): Json {
  const { server, name, title, state, since } = component;
  const begun = begunOn(component);
  return {
    id: componentId(server, name),
    name: localText(title, words.language),
    status: componentStatuses[state],
    created_at: createdAt(begun, view),
    updated_at: iso(since ?? view.at),
    position: index + 1,
    description: null,
    showcase: true,
    start_date: begun,
    group_id: groupId,
    page_id: pageId(view),
    group: false,
    only_show_if_degraded: false,
    fedistatus_state: state,
    fedistatus_server: server,
    fedistatus_component: name,
  };
}

/** The first day of which something is known; null: none. */
function begunOn({ days }: PublicComponent): string | null {
  return days.find(({ kind }) => kind !== 'no_data')?.date ?? null;
}

function createdAt(begun: string | null, view: PublicView): string {
  return begun === null ? iso(view.at) : `${begun}T00:00:00.000Z`;
}

/** A group is as its worst component; what is merely not known is better than any trouble. */
const groupOrder: readonly State[] = ['outage', 'degraded', 'unknown', 'maintenance', 'operational'];

function groupJson(
  id: string,
  name: string,
  components: readonly PublicComponent[],
  index: number,
  { view }: SiteContext,
): Json {
  const state = groupOrder.find(each => components.some(component => component.state === each)) ?? 'unknown';
  const works = components.some(component => component.state === 'operational');
  const [begun = null] = components.flatMap(component => begunOn(component) ?? []).toSorted();
  return {
    id,
    name,
    status: state === 'outage' && works ? 'partial_outage' : componentStatuses[state],
    created_at: createdAt(begun, view),
    updated_at: iso(Math.max(0, ...components.map(({ since }) => since ?? 0)) || view.at),
    position: index + 1,
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: pageId(view),
    group: true,
    only_show_if_degraded: false,
    components: components.map(component => componentId(component.server, component.name)),
  };
}

/** As Statuspage writes instants. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
