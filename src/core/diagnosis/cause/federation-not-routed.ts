import type { FailureCode } from '../../reason.ts';
import type { Cause } from '../cause.ts';
import { answeredByOf, hasHtml, hasRole, hasStatus, isFederation, statusOf } from '../facts.ts';
import { type Check, type Confidence, check } from '../finding.ts';
import { siteRoles } from '../role.ts';
import { isAboutAccount, isBareDomain, isSiteUp, namedPlaces, placesOf, type Scene } from '../scene.ts';
import { hasCode } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/**
 * Fediverse §E 21: what other servers ask for at the domain of handles does not get to Mastodon. With a split domain the
 * bare one has a web server of its own, which can fail in any way while the pages are well.
 */
export const federationNotRouted: Cause = {
  id: 'federation_not_routed',
  publicSentence: {
    en: 'Other servers cannot find our accounts: follows and posts between servers may not arrive.',
    ko: '다른 서버가 우리 계정을 찾을 수 없어 서버 간 팔로우와 글이 전달되지 않을 수 있습니다.',
  },
  find(scene) {
    const asked = scene.open.filter(component => isFederation(component) || component.role === 'nodeinfo');
    const lost = asked.filter(component => isPageForActor(component) || isLost(scene, component));
    // Whoever finds no nodeinfo can live without; it only completes the picture.
    if (!lost.some(isFederation) || !isSiteUp(scene)) return null;
    const areActorsAlone = lost.every(isPageForActor);
    return {
      confidence: confidenceOf(scene, lost),
      sentence: areActorsAlone
        ? `Other servers that ask for an account on ${namedPlaces(lost)} get the page for people: the proxy does not tell them apart.`
        : `Requests below /.well-known on ${namedPlaces(lost)} do not reach the fediverse server, whose pages work: other servers cannot find its accounts.`,
      explains: lost,
      supports: scene.up.filter(component => hasRole(component, siteRoles)),
      checks: areActorsAlone ? actorChecks(scene) : wellKnownChecks(scene, lost),
    };
  },
};

function wellKnownChecks(scene: Scene, lost: readonly ComponentView[]): readonly Check[] {
  const [host = scene.domain] = placesOf(lost);
  // Not everybody has host-meta.
  const path = lost.some(isHostMeta) ? 'host-meta' : `webfinger?resource=acct:YOUR_ACCOUNT@${scene.domain}`;
  return [
    check('See who answers, and with what.', `curl -sSi 'https://${host}/.well-known/${path}' | head -n 20`),
    check(
      'See that the web server of that domain hands /.well-known/webfinger and /.well-known/host-meta on to the domain of the pages.',
      "nginx -T 2>/dev/null | grep -nA 4 'well-known'",
    ),
    check(
      'With other programs on that domain (static site, ACME client), see that they leave those paths alone.',
    ),
  ];
}

function isHostMeta(component: ComponentView): boolean {
  return (
    component.role === 'host_meta' ||
    hasCode(component, 'hm_status', 'hm_malformed', 'hm_link', 'hm_template')
  );
}

function actorChecks({ domain }: Scene): readonly Check[] {
  return [
    check(
      'Ask for the account as other servers do: JSON is wanted.',
      `curl -sSi -H 'Accept: application/activity+json' https://${domain}/u/YOUR_ACCOUNT | head -n 20`,
    ),
    check(
      'See that the proxy looks at Accept, and at its whole value.',
      "nginx -T 2>/dev/null | grep -nB 2 -A 4 'http_accept'",
    ),
  ];
}

/** One address is for people and for other servers, told apart by `Accept`; of Lemmy, by its proxy. */
function isPageForActor(component: ComponentView): boolean {
  return hasCode(component, 'actor_invalid') && hasHtml(component);
}

const otherDocument: readonly FailureCode[] = [
  'hm_malformed',
  'hm_link',
  'hm_template',
  'wf_invalid',
  'xml_unsafe',
  'keyword_missing',
  'content_type_mismatch',
];

function isLost(scene: Scene, component: ComponentView): boolean {
  // Whatever the application itself refuses has got to it.
  if (answeredByOf(component) === 'application' && (statusOf(component) ?? 0) >= 400) return false;
  if (isBareDomain(scene, component)) return isRefusedThere(component);
  if (hasStatus(component, 404)) return !isAboutAccount(scene, component);
  return hasStatus(component, 200) && isOtherDocument(component);
}

function isRefusedThere(component: ComponentView): boolean {
  const status = statusOf(component) ?? 0;
  return status >= 300 || (hasStatus(component, 200) && isOtherDocument(component));
}

function isOtherDocument(component: ComponentView): boolean {
  return hasCode(component, ...otherDocument);
}

function confidenceOf(scene: Scene, lost: readonly ComponentView[]): Confidence {
  if (lost.some(component => isBareDomain(scene, component) && hasStatus(component, 200, 404)))
    return 'certain';
  return lost.some(({ role }) => role === 'webfinger') ? 'likely' : 'possible';
}
