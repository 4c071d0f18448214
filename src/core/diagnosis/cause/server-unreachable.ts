import type { Cause } from '../cause.ts';
import { nginxTest } from '../commands.ts';
import { isWeb } from '../facts.ts';
import { type Check, check } from '../finding.ts';
import { nameOf, portOf } from '../host.ts';
import { afflicted, byCount, isWebUp, namedPlaces, placesOf, type Scene, weakest } from '../scene.ts';
import { isRefused, isUnconnected } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 15. A storage or a streaming server that is alone in this has its own cause. */
export const serverUnreachable: Cause = {
  id: 'server_unreachable',
  publicSentence: {
    en: 'The server cannot be reached at the moment: neither pages nor apps get an answer.',
    ko: '현재 서버에 연결할 수 없어 웹과 앱 모두 응답을 받지 못합니다.',
  },
  isTotal: true,
  find(scene) {
    const lost = afflicted(scene, {
      shows: component => isUnconnected(component) && !isElsewhere(scene, component),
      contradicts: () => true,
    });
    if (lost.length === 0) return null;
    const host = placesOf(lost)[0] ?? scene.domain;
    const hasContrast = scene.prober === 'online' || scene.up.length > 0;
    return {
      confidence: weakest(
        byCount(lost.length + (hasContrast ? 1 : 0)),
        lost.some(isRefused) ? 'certain' : 'likely',
      ),
      sentence: `No connection to ${namedPlaces(lost)} leads to an answer: the machine, its network, its firewall or its web server is down.`,
      explains: lost,
      checks: [
        check(
          "Look at the machine from its provider's console, and ask it from elsewhere.",
          `ping -c 3 ${nameOf(host)}`,
        ),
        ...whetherItListens(portOf(host)),
        check('Look for a firewall that drops the connections.', 'nft list ruleset | head -n 60; ufw status'),
      ],
    };
  },
};

/** On a port of its own there may be anything. */
function whetherItListens(port: string | null): readonly Check[] {
  if (port !== null)
    return [check('On the server, see whether something listens.', `ss -ltnp '( sport = :${port} )'`)];
  return [
    check(
      'On the server, see whether the proxy runs and listens.',
      "systemctl status nginx --no-pager; ss -ltnp '( sport = :443 or sport = :80 )'",
    ),
    nginxTest,
  ];
}

/** Storage and streaming fail apart from a web site that answers. */
function isElsewhere(scene: Scene, component: ComponentView): boolean {
  return isWebUp(scene) && !isWeb(component);
}
