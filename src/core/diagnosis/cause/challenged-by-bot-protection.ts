import type { Cause } from '../cause.ts';
import {
  answeredByOf,
  hasHtml,
  hasStatus,
  headerOf,
  isFederation,
  isWebProcess,
  reasonOf,
} from '../facts.ts';
import { check } from '../finding.ts';
import { afflicted, isWebUp, namedPlaces } from '../scene.ts';
import { isCdnRefusal } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 18b. Only what the CDN marks is sure; a page in place of everything may be something else. */
export const challengedByBotProtection: Cause = {
  id: 'challenged_by_bot_protection',
  publicSentence: {
    en: 'A protection against bots turns our monitor away; people may not notice anything.',
    ko: '봇 차단 장치가 모니터의 접속을 막고 있습니다. 이용자에게는 영향이 없을 수 있습니다.',
  },
  find(scene) {
    const marked = scene.open.filter(component => headerOf(component, 'cf-mitigated') !== '');
    const refused = afflicted(scene, {
      shows: component => component.role !== 'storage' && isCdnRefusal(component),
      contradicts: isWebProcess,
      atLeast: 2,
    });
    const replaced = afflicted(scene, {
      shows: component => isOtherPage(component) && !(isFederation(component) && isWebUp(scene)),
      contradicts: () => true,
      atLeast: 2,
    });
    const turnedAway = [...new Set([...marked, ...refused, ...replaced])];
    if (turnedAway.length === 0) return null;
    return {
      confidence: marked.length > 0 ? 'certain' : refused.length > 0 ? 'likely' : 'possible',
      sentence: `A protection against bots in front of ${namedPlaces(turnedAway)} answers the monitor itself.`,
      explains: turnedAway,
      checks: [
        check(
          "In the CDN's or proof-of-work proxy's list of events, look for the monitor's address and User-Agent.",
        ),
        check(
          'Let that address pass, or that User-Agent, and leave /api, /.well-known and /health out of challenges: apps and other servers cannot solve them either.',
        ),
      ],
    };
  },
};

/** 200 and a page that is not what was asked for, from somebody who is not the application. */
function isOtherPage(component: ComponentView): boolean {
  const reason = reasonOf(component);
  const isWrong = reason === 'keyword' || reason === 'content';
  return (
    component.role !== 'storage' &&
    isWrong &&
    hasStatus(component, 200) &&
    hasHtml(component) &&
    answeredByOf(component) !== 'application'
  );
}
