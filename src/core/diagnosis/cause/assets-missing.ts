import type { Cause } from '../cause.ts';
import { hasHtml, hasStatus, isFile, isUpAtOrigin } from '../facts.ts';
import { check } from '../finding.ts';
import { namedPlaces } from '../scene.ts';
import { isCdnRefusal } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 2: the page is right, its scripts are not there, and people see a blank screen. */
export const assetsMissing: Cause = {
  id: 'assets_missing',
  onlyMastodon: true,
  publicSentence: {
    en: 'Web pages stay blank; apps work.',
    ko: '웹 페이지가 빈 화면으로 보입니다. 앱은 정상입니다.',
  },
  find({ open, up }) {
    const pages = up.filter(component => component.role === 'page' && isUpAtOrigin(component));
    const missing = open.filter(component => isFile(component) && isNotThere(component));
    if (missing.length === 0 || pages.length === 0) return null;
    return {
      confidence: missing.some(component => hasStatus(component, 404)) ? 'certain' : 'likely',
      sentence: `The pages answer, but the script that they load from ${namedPlaces(missing)} does not: visitors see a blank page.`,
      explains: missing,
      supports: pages,
      checks: [
        check(
          'See whether the files that the page names are there.',
          'ls -l /home/mastodon/live/public/packs | head',
        ),
        check(
          'See whether the files are to come from elsewhere.',
          "grep -n '^CDN_HOST=' /home/mastodon/live/.env.production",
        ),
        check(
          'Build them again, as the user mastodon, and restart.',
          'cd ~mastodon/live && RAILS_ENV=production bundle exec rails assets:precompile && sudo systemctl restart mastodon-web',
        ),
      ],
    };
  },
};

/** Gone, unreadable, or something else in its place. */
function isNotThere(component: ComponentView): boolean {
  if (hasStatus(component, 403)) return !isCdnRefusal(component);
  return hasStatus(component, 404) || (hasStatus(component, 200) && !hasHtml(component));
}
