import type { Cause } from '../cause.ts';
import { onMastodon, serviceLog } from '../commands.ts';
import { hasRole } from '../facts.ts';
import { type Confidence, check } from '../finding.ts';
import {
  applicationName,
  byCount,
  isConfigured,
  isMadeApart,
  isWebProcessUp,
  namedPlaces,
  type Scene,
  weakest,
} from '../scene.ts';
import { isApplicationError } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/**
 * Fediverse §E 6b: when even what asks nobody (/health, host-meta) is an error, something breaks before any route is
 * chosen, such as the look-up of blocked addresses in a Redis that has no address.
 */
export const everythingErrors: Cause = {
  id: 'everything_errors',
  publicSentence: {
    en: 'The server answers every request with an error: neither pages nor apps work.',
    ko: '서버가 모든 요청에 오류를 돌려주고 있어 웹과 앱을 이용할 수 없습니다.',
  },
  find(scene) {
    const failing = scene.open.filter(
      component => isApplicationError(component) && !isMadeApart(scene, component),
    );
    if (failing.length < 2 || isWebProcessUp(scene)) return null;
    return {
      confidence: weakest(byCount(failing.length), simplest(scene, failing)),
      sentence: `${applicationName(scene)} answers 500 to everything on ${namedPlaces(failing)}: it fails before it reaches any page, as it does when what it depends on has no address.`,
      explains: failing,
      checks: [
        serviceLog(scene, 'web', 'the error that is the same on every line'),
        ...onMastodon(
          scene,
          check(
            'See where Redis and the database are to be, and whether those names resolve there.',
            "grep -E '^(REDIS_|DB_HOST)' /home/mastodon/live/.env.production   # Docker: docker compose exec web getent hosts redis db",
          ),
          check(
            'See whether both run.',
            'systemctl status redis-server postgresql --no-pager   # Docker: docker compose ps',
          ),
        ),
      ],
    };
  },
};

/** Whether what needs nothing else fails too. */
function simplest(scene: Scene, failing: readonly ComponentView[]): Confidence {
  if (failing.some(component => hasRole(component, ['health']))) return 'certain';
  if (failing.some(component => hasRole(component, ['host_meta']))) return 'likely';
  return isConfigured(scene, 'health', 'host_meta') ? 'possible' : 'likely';
}
