/** Snapshots whose status has a past: what the public pages are tried with. */
import { oneOffWindow } from '../../src/config/maintenance.ts';
import type { Announcement } from '../../src/core/announcement.ts';
import { calendarDays } from '../../src/core/calendar.ts';
import type { LocalizedText } from '../../src/core/component.ts';
import type { MaintenanceWindow } from '../../src/core/maintenance.ts';
import type { PageSettings } from '../../src/core/page-settings.ts';
import type { ServerSnapshot, Snapshot } from '../../src/core/snapshot.ts';
import type { ConfirmedState } from '../../src/core/state.ts';
import { deriveStatus } from '../../src/core/status.ts';
import type { Stretch } from '../../src/core/stretch.ts';
import type { Transition } from '../../src/core/transition.ts';
import { defaultPageSettings } from './core-values.ts';
import { day, hour, minute, stretch, transition } from './history-values.ts';
import { emptySnapshot, someComponent, someCounts, someInstant } from './snapshots.ts';

/** A full minute, so that the page speaks of this very instant. */
export const pageInstant: number = Math.floor(someInstant / minute) * minute;

export interface Story {
  readonly servers?: readonly ServerSnapshot[];
  readonly components: readonly StoryComponent[];
  readonly page?: Partial<PageSettings>;
  readonly windows?: readonly MaintenanceWindow[];
  readonly announcements?: readonly Announcement[];
  readonly at?: number;
  /** When watching began; by default so long ago that every day is known. */
  readonly watchedFrom?: number;
  /** When it ended; by default it has not. */
  readonly watchedUntil?: number;
}

export interface StoryComponent {
  readonly server?: string;
  readonly name: string;
  readonly title?: LocalizedText;
  readonly group?: LocalizedText | null;
  /** What it changed to and when; before that it was operational. */
  readonly changes?: readonly (readonly [to: ConfirmedState, at: number, reason?: Transition['reason']])[];
}

/** A snapshot of a program that has seen a story. */
export function tell(story: Story): Snapshot {
  const {
    at = pageInstant,
    windows = [],
    announcements = [],
    servers = [{ domain: 'social.example', title: null }],
  } = story;
  const page = { ...defaultPageSettings, ...story.page };
  const begin = story.watchedFrom ?? at - 120 * day;
  const transitions: Transition[] = [];
  const stretches: Stretch[] = [];
  const components = story.components.map(each => {
    const component = someComponent({
      server: each.server ?? 'social.example',
      name: each.name,
      title: each.title ?? each.name,
      group: each.group ?? null,
    });
    const owner = `${component.server}/${component.name}`;
    transitions.push(transition(owner, 'operational', begin, { from: 'unknown', confirmedAt: begin }));
    for (const [to, when, reason = 'http_status'] of each.changes ?? []) {
      transitions.push(transition(owner, to, when, { reason: to === 'operational' ? null : reason }));
    }
    stretches.push(stretch(owner, begin, story.watchedUntil ?? at - 10_000));
    return { component, current: null, last: null, failures: [], counts: someCounts(null, 0), state: null };
  });
  const input = {
    now: at,
    owners: components.map(({ component: { server, name } }) => ({ server, name, staleAfterMs: 3 * minute })),
    record: { transitions, stretches },
    windows,
    announcements,
    days: calendarDays(at, 90, page.timeZone),
  };
  const status = deriveStatus(input);
  return { ...emptySnapshot(), at, servers, components, page, status: () => status };
}

const groups = {
  web: { en: 'Web', ko: '웹' },
  apps: { en: 'Apps', ko: '앱' },
  media: { en: 'Media', ko: '미디어' },
  federation: { en: 'Federation', ko: '연합' },
} as const;

/** A window that opens once. */
export function onceWindow(
  parts: Pick<MaintenanceWindow, 'title'> &
    Partial<MaintenanceWindow> & { readonly from: number; readonly until: number },
): MaintenanceWindow {
  return {
    ...oneOffWindow({ server: null, components: null, ...parts }),
    id: parts.id ?? `window-${parts.from}`,
  };
}

/** A usual server on an eventful day: something of everything. */
export function eventfulStory(): Story {
  const at = pageInstant;
  return {
    components: [
      {
        name: 'main_page',
        title: { en: 'Main page', ko: '메인 페이지' },
        group: groups.web,
        changes: [
          ['outage', at - 5 * day, 'keyword'],
          ['operational', at - 5 * day + 42 * minute],
        ],
      },
      {
        name: 'user_page',
        title: { en: 'User page', ko: '사용자 페이지' },
        group: groups.web,
        changes: [
          ['outage', at - 5 * day + minute, 'http_status'],
          ['operational', at - 5 * day + 40 * minute],
        ],
      },
      {
        name: 'api',
        title: 'API',
        group: groups.apps,
        changes: [
          ['degraded', at - 20 * day, 'timeout'],
          ['operational', at - 20 * day + 3 * hour],
          ['degraded', at - 50 * minute, 'timeout'],
        ],
      },
      {
        name: 'streaming',
        title: { en: 'Streaming', ko: '스트리밍' },
        group: groups.apps,
        changes: [['outage', at - 47 * minute, 'websocket']],
      },
      { name: 'object_storage', title: { en: 'Object storage', ko: '미디어 저장소' }, group: groups.media },
      {
        name: 'activitypub',
        title: { en: 'ActivityPub', ko: '액티비티펍' },
        group: groups.federation,
        changes: [
          ['outage', at - 61 * day, 'tls'],
          ['operational', at - 60 * day],
        ],
      },
      {
        name: 'host_meta',
        title: { en: 'Host metadata', ko: '호스트 메타데이터' },
        group: groups.federation,
      },
    ],
    watchedFrom: at - 75 * day,
    windows: [
      onceWindow({
        title: { en: 'Database upgrade', ko: '데이터베이스 업그레이드' },
        components: ['object_storage'],
        from: at - 20 * minute,
        until: at + 2 * hour,
      }),
      onceWindow({
        title: { en: 'New disks', ko: '디스크 교체' },
        from: at + 3 * day,
        until: at + 3 * day + 2 * hour,
      }),
      onceWindow({
        title: 'Old work',
        components: ['host_meta'],
        from: at - 33 * day,
        until: at - 33 * day + hour,
      }),
    ],
    announcements: [
      {
        id: 'streaming-is-stuck',
        title: { en: 'Streaming is stuck', ko: '스트리밍이 멈췄습니다' },
        server: 'social.example',
        components: ['streaming'],
        incident: null,
        from: at - 40 * minute,
        until: null,
        body: '',
        updates: [
          {
            at: at - 15 * minute,
            status: 'identified',
            body: 'A **proxy** lost its settings. See [the notes](https://social.example/notes).\n\n- timelines need a reload\n- nothing is lost',
          },
          { at: at - 40 * minute, status: 'investigating', body: 'We are looking into it.' },
        ],
      },
      {
        id: 'new-rules',
        title: { en: 'New server rules', ko: '새 서버 규칙' },
        server: null,
        components: null,
        incident: null,
        from: at - 2 * day,
        until: null,
        body: 'Please read them before the end of the month.',
        updates: [],
      },
    ],
    page: {
      links: [{ title: { en: 'Back to the server', ko: '서버로 돌아가기' }, url: 'https://social.example/' }],
    },
  };
}

/** Several servers, one of them in trouble. */
export function severalServersStory(): Story {
  const story = eventfulStory();
  return {
    ...story,
    servers: [
      { domain: 'social.example', title: { en: 'Social', ko: '소셜' } },
      { domain: 'photos.example', title: null },
    ],
    components: [
      ...story.components,
      { server: 'photos.example', name: 'api', title: 'API' },
      { server: 'photos.example', name: 'main_page', title: { en: 'Main page', ko: '메인 페이지' } },
    ],
  };
}

/** Nothing ever went wrong. */
export function calmStory(): Story {
  const { components } = eventfulStory();
  return { components: components.map(({ changes: _changes, ...component }) => component) };
}
