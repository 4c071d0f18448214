import type { Cause } from '../cause.ts';
import { serviceStatus } from '../commands.ts';
import { cacheOf, hasRole, isFile, isUpAtOrigin, isWeb, isWebProcess, statusOf } from '../facts.ts';
import { check } from '../finding.ts';
import { siteRoles } from '../role.ts';
import { placesOf, type Scene } from '../scene.ts';
import { hasCode, isTimedOut } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/**
 * Fediverse §0.1 and §E 3b: stock nginx goes on serving old copies. It says why nobody has noticed, so it stands beside
 * the cause of the failure, which other rules name. A single copy that is being refreshed is everyday life.
 */
export const hiddenByCache: Cause = {
  id: 'hidden_by_cache',
  publicSentence: {
    en: 'Pages that you see may be out of date; the server does not answer.',
    ko: '서버가 응답하지 않아 예전 내용이 보일 수 있습니다.',
  },
  find(scene) {
    const copies = scene.all.filter(isCopy);
    const failing = scene.all.filter(isOriginFailure);
    const isAlive = scene.up.some(component => isWebProcess(component) && isUpAtOrigin(component));
    const stale = copies.filter(component => cacheOf(component) === 'stale');
    const hidden = isAlive ? (failing.length > 1 ? stale : []) : failing.length > 0 ? copies : stale;
    if (hidden.length === 0) return null;
    return {
      confidence: Math.min(stale.length, failing.length) > 0 && failing.length > 1 ? 'likely' : 'possible',
      sentence:
        'A cache serves old copies of pages while the server behind it fails: visitors see a server that looks alive.',
      explains: hidden.filter(component => hasCode(component, 'stale_cache')),
      supports: [...hidden.filter(component => !hasCode(component, 'stale_cache')), ...failing],
      checks: [
        check('Ask for a page with a query that no cache has seen, and compare.', comparison(scene, hidden)),
        serviceStatus(scene, 'web'),
      ],
    };
  },
};

/** Some answer GET alone. Pages may be elsewhere than at the domain of handles. */
function comparison({ domain, software }: Scene, hidden: readonly ComponentView[]): string {
  const pages = hidden.filter(component => hasRole(component, [...siteRoles, 'edge']));
  const [host = domain] = placesOf(pages);
  const page = `https://${host}${software === undefined ? '/about' : '/'}`;
  const ask = 'curl -sS -o /dev/null -D -';
  return `for url in '${page}?nocache='$(date +%s) ${page}; do ${ask} $url | grep -iE '^HTTP|x-cached|cf-cache-status|^age'; done`;
}

function isCopy(component: ComponentView): boolean {
  const cache = cacheOf(component);
  if (!isWeb(component) || isFile(component)) return false;
  return (
    hasCode(component, 'stale_cache') || (isUpFromCache(component) && (cache === 'hit' || cache === 'stale'))
  );
}

function isUpFromCache(component: ComponentView): boolean {
  return component.result !== null && component.result.verdict.result !== 'fail';
}

/** The origin was asked, and it or its proxy said that it cannot. */
function isOriginFailure(component: ComponentView): boolean {
  if (!isWebProcess(component) || component.result?.verdict.result !== 'fail') return false;
  return (statusOf(component) ?? 0) >= 500 || isTimedOut(component);
}
