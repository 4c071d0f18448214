import type { Cause } from '../cause.ts';
import { hasRole, isUpInFull } from '../facts.ts';
import { check } from '../finding.ts';
import { byCount, isConfigured, isRoleUp } from '../scene.ts';
import { isApplicationError } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 20: after an upgrade, code that wants columns which are not there yet fails, and the rest does not. */
export const migrationsPending: Cause = {
  id: 'migrations_pending',
  onlyMastodon: true,
  publicSentence: {
    en: 'Some pages and timelines fail; other parts work.',
    ko: '일부 페이지와 타임라인에 오류가 있습니다. 다른 부분은 정상입니다.',
  },
  find(scene) {
    const failing = scene.open.filter(wantsSchema);
    const isWebfingerUp = scene.up.some(component => component.role === 'webfinger' && isUpInFull(component));
    const rest = (['page', 'api'] as const).every(
      role => isRoleUp(scene, role) || !isConfigured(scene, role),
    );
    if (failing.length === 0 || !isWebfingerUp || !rest) return null;
    return {
      confidence: byCount(failing.length, Number.POSITIVE_INFINITY),
      sentence:
        'Some of what reads the database fails while the rest works, as it does after an upgrade whose migrations were not run.',
      explains: failing,
      supports: scene.up.filter(component => hasRole(component, ['page', 'api', 'webfinger'])),
      checks: [
        check(
          'List the migrations that have not been run.',
          'cd ~mastodon/live && RAILS_ENV=production bundle exec rails db:migrate:status | grep -w down   # Docker: docker compose run --rm web bundle exec rails db:migrate:status',
        ),
        check(
          'Run them.',
          'cd ~mastodon/live && RAILS_ENV=production bundle exec rails db:migrate   # Docker: docker compose run --rm web bundle exec rails db:migrate',
        ),
        check(
          'See what the web process says.',
          "journalctl -u mastodon-web -n 200 --no-pager | grep -E 'UndefinedColumn|UndefinedTable|StatementInvalid'",
        ),
      ],
    };
  },
};

function wantsSchema(component: ComponentView): boolean {
  return isApplicationError(component) && hasRole(component, ['profile', 'timeline', 'freshness']);
}
