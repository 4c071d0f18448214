import type { Cause } from '../cause.ts';
import { answeredByOf, hasMark, hasRole, hasStatus, headerOf } from '../facts.ts';
import { type Confidence, check } from '../finding.ts';
import type { Role } from '../role.ts';
import { isConfigured, isRoleUp, isSiteUp, namedPlaces, type Scene } from '../scene.ts';
import { hasCode } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 9: the streaming server sees an ordinary request, and complains as it does to those. */
export const websocketUpgradeStripped: Cause = {
  id: 'websocket_upgrade_stripped',
  publicSentence: {
    en: 'Timelines do not update by themselves because live connections do not come through; reloading works.',
    ko: '실시간 연결이 끊겨 타임라인이 자동으로 갱신되지 않습니다. 새로고침하면 볼 수 있습니다.',
  },
  find(scene) {
    const stripped = scene.open.filter(component => hasRole(component, sockets) && isPlain(scene, component));
    if (stripped.length === 0) return null;
    return {
      confidence: confidenceOf(scene, stripped),
      sentence: `WebSocket handshakes with ${namedPlaces(stripped)} arrive without their Upgrade header: a proxy on the way does not pass it on.`,
      explains: stripped,
      supports: scene.up.filter(({ role }) => role === 'streaming'),
      checks: [
        check(
          'See whether the proxy passes both headers on.',
          "nginx -T 2>/dev/null | grep -nE 'proxy_set_header (Upgrade|Connection)|proxy_http_version|connection_upgrade'",
        ),
        check('With a CDN or a second proxy in front, see that WebSockets are allowed there too.'),
      ],
    };
  },
};

/** Both begin with a handshake. */
const sockets: readonly Role[] = ['streaming_websocket', 'streaming_database'];

/**
 * 400 since 4.2; before that a 401 in JSON, or 404. Other software says 426, or answers with the page that it has for any
 * path.
 */
function isPlain(scene: Scene, component: ComponentView): boolean {
  if (answeredByOf(component) === 'application') return false;
  if (hasStatus(component, 400, 426)) return true;
  // A page from somebody who guards the door is no sign of anything.
  if (hasStatus(component, 200)) return isSiteUp(scene);
  if (hasStatus(component, 401)) return hasCode(component, 'keyword_present') || isJson(component);
  return hasStatus(component, 404) && hasMark(component);
}

function isJson(component: ComponentView): boolean {
  return /^application\/json\b/i.test(headerOf(component, 'content-type'));
}

function confidenceOf(scene: Scene, stripped: readonly ComponentView[]): Confidence {
  if (stripped.every(component => hasStatus(component, 200))) return 'possible';
  if (!isRoleUp(scene, 'streaming')) return isConfigured(scene, 'streaming') ? 'possible' : 'likely';
  return stripped.some(component => hasStatus(component, 400, 401, 426)) ? 'certain' : 'likely';
}
