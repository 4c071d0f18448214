import type { Cause } from '../cause.ts';
import { serviceLog } from '../commands.ts';
import { bodyBytesOf, hasStatus, headerOf } from '../facts.ts';
import { check } from '../finding.ts';
import { afflicted, byCount, byPlace, isLive, namedPlaces, type Scene, weakest } from '../scene.ts';
import { isCdnRefusal, isUnavailable } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/**
 * Fediverse §E 25. Mastodon has no maintenance mode: such a page is the sysop's own, or another software's. What asks nobody
 * (/health, /livez) may be spared by either.
 */
export const maintenancePage: Cause = {
  id: 'maintenance_page',
  publicSentence: {
    en: 'The server is being worked on and says that it will be back.',
    ko: '서버가 점검 중이며 곧 다시 이용할 수 있다고 알리고 있습니다.',
  },
  find(scene) {
    const closed = afflicted(scene, {
      shows: isClosed,
      contradicts: component => isLive(component) && component.role !== 'health',
    });
    const announced = withAnnouncement(closed);
    const explains = closed.filter(
      component => announced.includes(component) || isRepeated(closed, component),
    );
    if (explains.length === 0) return null;
    return {
      confidence: announced.length > 0 ? weakest(byCount(announced.length), atRest(scene)) : 'possible',
      sentence: `${namedPlaces(explains)} answers 503 to everything${announced.length > 0 ? ' and asks to come back later' : ' with the same page'}: it is closed for maintenance.`,
      explains,
      checks: [
        check('If that is meant: announce it as maintenance in the configuration, and no alert will fire.'),
        check(
          'If not, find the line that answers.',
          `nginx -T 2>/dev/null | grep -nE 'return 503|maintenance'${scene.software === undefined ? '; ls -l /home/mastodon/live/public/*maintenance* 2>/dev/null' : ''}`,
        ),
        ...(scene.software === undefined
          ? []
          : [serviceLog(scene, 'web', 'migrations of its database, which can take long after an upgrade')]),
      ],
    };
  },
};

function isClosed(component: ComponentView): boolean {
  return component.role !== 'storage' && (isUnavailable(component) || isAnnouncing(component));
}

/** The application itself asks to come back later, as GoToSocial does while it migrates its database. */
function isAnnouncing(component: ComponentView): boolean {
  return hasStatus(component, 503) && headerOf(component, 'retry-after') !== '' && !isCdnRefusal(component);
}

/** Everything of a host that says when it will be back, if only once. */
function withAnnouncement(closed: readonly ComponentView[]): readonly ComponentView[] {
  return [...byPlace(closed).values()]
    .filter(group => group.some(component => headerOf(component, 'retry-after') !== ''))
    .flat();
}

/** The same page in several places has the same size. */
function isRepeated(closed: readonly ComponentView[], component: ComponentView): boolean {
  const size = bodyBytesOf(component);
  return size !== undefined && closed.some(other => other !== component && bodyBytesOf(other) === size);
}

/** One that is still open to its streaming clients would be an unusual one. */
function atRest({ up }: Scene): 'certain' | 'likely' {
  return up.some(({ role }) => role === 'streaming') ? 'likely' : 'certain';
}
