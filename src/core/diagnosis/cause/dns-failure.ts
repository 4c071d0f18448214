import type { Cause } from '../cause.ts';
import { reasonOf } from '../facts.ts';
import { type Confidence, check } from '../finding.ts';
import { nameOf } from '../host.ts';
import { isWebUp, namedPlaces, placesOf, type Scene } from '../scene.ts';
import { hasCode } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 14. The storage's name alone is the provider's, while the rest of the server can be found. */
export const dnsFailure: Cause = {
  id: 'dns_failure',
  publicSentence: {
    en: "The server's name cannot be found at the moment, so neither pages nor apps can reach it.",
    ko: '현재 서버의 도메인 이름을 찾을 수 없어 웹과 앱 모두 접속할 수 없습니다.',
  },
  isTotal: true,
  find(scene) {
    const isLost = (component: ComponentView): boolean =>
      reasonOf(component) === 'dns' && !(component.role === 'storage' && isWebUp(scene));
    const lost = scene.open.filter(isLost);
    if (lost.length === 0) return null;
    const name = nameOf(placesOf(lost)[0] ?? scene.domain);
    return {
      confidence: confidenceOf(scene, lost),
      sentence: `DNS does not resolve ${namedPlaces(lost)}.`,
      explains: lost,
      checks: [
        check('Ask for the addresses of the name.', `dig +short A ${name}; dig +short AAAA ${name}`),
        check(
          'Follow the delegation from the root: a name server that fails shows up here.',
          `dig +trace ${name}`,
        ),
        check('See whether the domain has expired or is on hold.', `whois ${name} | grep -iE 'expir|status'`),
      ],
    };
  },
};

/** "No such name" is an answer; silence could as well be our resolver's, unless other names resolve. */
function confidenceOf(scene: Scene, lost: readonly ComponentView[]): Confidence {
  const found = placesOf(scene.up);
  const steady = lost.filter(component => !placesOf([component]).some(place => found.includes(place)));
  if (steady.some(component => hasCode(component, 'dns_nxdomain', 'dns_nodata'))) return 'certain';
  return steady.length > 0 && (scene.prober === 'online' || scene.up.length > 0) ? 'likely' : 'possible';
}
