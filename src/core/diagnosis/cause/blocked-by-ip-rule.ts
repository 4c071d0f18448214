import type { Cause } from '../cause.ts';
import {
  answeredByOf,
  bodyBytesOf,
  hasRole,
  hasStatus,
  isApplicationStatus,
  isFile,
  isUpAtOrigin,
  isWeb,
} from '../facts.ts';
import { check } from '../finding.ts';
import { afflicted, isConfigured, namedPlaces, weakest } from '../scene.ts';
import { isCdnRefusal } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 18. Rack::Attack comes before every route, /health included; so does a `deny` of the proxy. */
export const blockedByIpRule: Cause = {
  id: 'blocked_by_ip_rule',
  publicSentence: {
    en: 'The server refuses the address of our monitor; people are probably not affected.',
    ko: '서버가 모니터의 주소를 차단하고 있습니다. 이용자에게는 영향이 없을 가능성이 큽니다.',
  },
  find(scene) {
    const refused = afflicted(scene, { shows: isRefusal, contradicts: isAddressed, atLeast: 2 });
    if (refused.length === 0) return null;
    const isByApplication = refused.some(component => answeredByOf(component) === 'application');
    const hasHealth = refused.some(component => hasRole(component, ['health']));
    return {
      confidence: weakest(
        isByApplication ? 'certain' : 'likely',
        hasHealth ? 'certain' : isConfigured(scene, 'health') ? 'possible' : 'likely',
      ),
      sentence: `${namedPlaces(refused)} answers 403 to everything the monitor asks: its address is blocked.`,
      explains: refused,
      checks: [
        check(
          'In the administration of the server (in Mastodon: Moderation → IP rules), look for the address of the monitor.',
        ),
        check(
          'See whether the proxy or fail2ban refuses it.',
          'nginx -T 2>/dev/null | grep -n deny; fail2ban-client status',
        ),
      ],
    };
  },
};

/** Refused with a text. Rails' empty 403 for a foreign `Host` is another cause. */
function isRefusal(component: ComponentView): boolean {
  if (!isWeb(component) || isFile(component) || !hasStatus(component, 403)) return false;
  return (
    isApplicationStatus(component, 403) || (!isCdnRefusal(component) && (bodyBytesOf(component) ?? 0) > 0)
  );
}

/** Rack::Attack guards Rails alone: streaming, files and cached copies may go on. */
function isAddressed(component: ComponentView): boolean {
  return isWeb(component) && !isFile(component) && isUpAtOrigin(component);
}
