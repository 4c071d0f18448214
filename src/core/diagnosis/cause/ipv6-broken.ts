import type { Cause } from '../cause.ts';
import { hasFailed, isUp, phaseOf, placeOf } from '../facts.ts';
import { type Confidence, check } from '../finding.ts';
import { nameOf } from '../host.ts';
import { namedPlaces, placesOf, type Scene } from '../scene.ts';
import { hasCode } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 15b: visitors with IPv6 wait or fail, while everything looks right over IPv4. */
export const ipv6Broken: Cause = {
  id: 'ipv6_broken',
  publicSentence: {
    en: 'Some networks (those that use IPv6) cannot reach the server; others can.',
    ko: '일부 네트워크(IPv6)에서 서버에 접속할 수 없습니다. 다른 네트워크에서는 정상입니다.',
  },
  find(scene) {
    const both = scene.all.filter(onlyIpv6Failed);
    const single = scene.open.filter(
      component => isIpv6Failure(component) && hasIpv4Sibling(scene, component),
    );
    const broken = [...new Set([...both, ...single])];
    if (broken.length === 0) return null;
    const name = nameOf(placesOf(broken)[0] ?? scene.domain);
    const confidence: Confidence = both.length > 0 ? 'certain' : 'likely';
    return {
      confidence,
      sentence: `${namedPlaces(broken)} answers over IPv4, but not over IPv6.`,
      explains: broken.filter(hasFailed),
      supports: broken.filter(isUp),
      checks: [
        check('See which IPv6 address is published.', `dig +short AAAA ${name}`),
        check('Ask over IPv6 from a machine that has it.', `curl -6 -sSI https://${name}/health`),
        check(
          'On the server, see whether it has that address and whether the proxy listens on it.',
          "ip -6 addr show scope global; ss -ltn '( sport = :443 )'",
        ),
      ],
    };
  },
};

function onlyIpv6Failed({ result }: ComponentView): boolean {
  const families = result?.outcome.families ?? [];
  return (
    families.some(({ ip, code }) => ip === 6 && code !== undefined) &&
    families.some(({ ip, code }) => ip === 4 && code === undefined)
  );
}

/** A component that asks over IPv6 alone got no connection. */
function isIpv6Failure(component: ComponentView): boolean {
  const address = component.result?.outcome.address ?? '';
  return address.includes(':') && (phaseOf(component) === 'connect' || hasCode(component, 'timeout_connect'));
}

function hasIpv4Sibling({ up }: Scene, component: ComponentView): boolean {
  const place = placeOf(component);
  return up.some(other => placeOf(other) === place && /^[\d.]+$/.test(other.result?.outcome.address ?? ''));
}
