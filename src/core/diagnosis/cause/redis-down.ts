import type { Cause } from '../cause.ts';
import { serviceLog } from '../commands.ts';
import { hasRole, hasStatus } from '../facts.ts';
import { check } from '../finding.ts';
import { databaseRoles } from '../role.ts';
import { isConfigured, isDatabaseUp, isRoleUp, type Scene, sharesProcess } from '../scene.ts';
import { isApplicationError } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/**
 * Fediverse §E 6, inferred from source: version 2 of the instance API counts active users in Redis and fails first. The
 * database must be seen to work, or it would be the nearer cause. Of other software nothing like it is known, so that
 * what asks Redis by itself has to fail along with the API.
 */
export const redisDown: Cause = {
  id: 'redis_down',
  publicSentence: {
    en: 'Some apps fail and timelines may stand still; other parts work.',
    ko: '일부 앱이 작동하지 않고 타임라인이 멈출 수 있습니다. 다른 부분은 정상입니다.',
  },
  find(scene) {
    const failing = scene.open.filter(isApplicationError);
    // With pages among the errors, a broken front end is as good a guess: old versions answer the API with one, too.
    const pagesWork = isRoleUp(scene, 'page') || !isConfigured(scene, 'page');
    if (!failing.some(({ role }) => role === 'api') || !isDatabaseUp(scene) || !pagesWork) return null;
    const along = scene.open.filter(component => isDraggedAlong(scene, component));
    if (scene.software !== undefined && !(scene.software.usesRedis && along.length > 0)) return null;
    const explains = [...failing, ...along];
    const isAlone = explains.length === 1;
    return {
      confidence: !isAlone && isRoleUp(scene, 'page', 'health') ? 'likely' : 'possible',
      sentence: `The instance API fails while the database can be read: Redis refuses the web process${isAlone ? ', or this part alone is broken' : ''}.`,
      explains,
      supports: scene.up.filter(component => hasRole(component, [...databaseRoles, 'health', 'streaming'])),
      checks: [
        check(
          'See whether Redis answers.',
          'redis-cli ping   # Docker: docker compose exec redis redis-cli ping',
        ),
        check(
          'See whether it refuses to write, for want of memory or of disk.',
          "redis-cli info persistence | grep -E 'rdb_last_bgsave_status|aof_last_write_status'; df -h",
        ),
        serviceLog(scene, 'web', 'what it says of Redis'),
      ],
    };
  },
};

/** A health endpoint that asks Redis says 503 of itself; streaming in the same process fails as the API does. */
function isDraggedAlong(scene: Scene, component: ComponentView): boolean {
  if (component.role === 'health') return hasStatus(component, 503);
  return sharesProcess(scene, component) && hasStatus(component, 500);
}
