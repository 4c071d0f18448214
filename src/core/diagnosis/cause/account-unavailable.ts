import type { Cause } from '../cause.ts';
import { answeredByOf, hasRole, hasStatus, isUpAtOrigin, placeOf } from '../facts.ts';
import { type Confidence, check } from '../finding.ts';
import { isAboutAccount, placesOf, type Scene } from '../scene.ts';
import { hasCode, isCdnRefusal } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 22: 404 unknown or renamed, 403 suspended for a while, 410 for good. The rest must be seen to work. */
export const accountUnavailable: Cause = {
  id: 'account_unavailable',
  publicSentence: {
    en: 'The account that our monitor looks at is not available; other accounts are not affected.',
    ko: '모니터가 확인하는 계정을 볼 수 없습니다. 다른 계정에는 영향이 없습니다.',
  },
  find(scene) {
    const { domain, open, up } = scene;
    const rest = up.filter(
      component => isUpAtOrigin(component) && hasRole(component, ['page', 'api', 'timeline', 'host_meta']),
    );
    // A host that refuses everything is no matter of an account.
    const places = placesOf(rest);
    const asked = open.filter(component => places.includes(placeOf(component) ?? ''));
    const sure = asked.filter(component => isMissingPage(component) || isMissingHandle(scene, component));
    if (sure.length === 0) return null;
    const missing = [
      ...sure,
      ...asked.filter(component => !sure.includes(component) && isInItsWords(component)),
    ];
    return {
      confidence: confidenceOf(scene, missing),
      sentence:
        'The account that is probed is not there: renamed, suspended or deleted. The rest of the server works.',
      explains: missing,
      supports: rest,
      checks: [
        check(
          'Ask for the account as other servers do: 404 is unknown or renamed, 410 suspended for good.',
          `curl -sS -o /dev/null -w '%{http_code}\\n' 'https://${domain}/.well-known/webfinger?resource=acct:YOUR_ACCOUNT@${domain}'`,
        ),
        check('Look for it in Administration → Moderation → Accounts.'),
        check(
          'Set `account` of this server in the configuration of the monitor to an account that always exists.',
        ),
      ],
    };
  },
};

function isMissingPage(component: ComponentView): boolean {
  return component.role === 'profile' && hasStatus(component, 403, 404, 410) && !isCdnRefusal(component);
}

/** Webfinger was reached and does not know the account. */
function isMissingHandle(scene: Scene, component: ComponentView): boolean {
  if (component.role !== 'webfinger' || !hasStatus(component, 404, 410)) return false;
  return (
    hasCode(component, 'wf_status', 'actor_status') &&
    (isAboutAccount(scene, component) || answeredByOf(component) === 'application')
  );
}

/**
 * How some software says the same, which by itself could be something else: the page that it has for any path, and a
 * name that it does not take for one of its own.
 */
function isInItsWords(component: ComponentView): boolean {
  if (component.role === 'profile') return hasStatus(component, 200) && hasCode(component, 'keyword_missing');
  return component.role === 'webfinger' && hasStatus(component, 400) && hasCode(component, 'wf_status');
}

function confidenceOf(scene: Scene, missing: readonly ComponentView[]): Confidence {
  const page = missing.filter(isMissingPage);
  const handle = missing.filter(component => isMissingHandle(scene, component));
  if (page.length > 0 && handle.length > 0) return 'certain';
  const isByApplication = missing.some(component => answeredByOf(component) === 'application');
  return isByApplication ? 'likely' : 'possible';
}
