import type { Cause } from '../cause.ts';
import { onMastodon } from '../commands.ts';
import { hasFailed, isSlow, isStreaming, isWeb } from '../facts.ts';
import { type Confidence, check } from '../finding.ts';
import {
  byPlace,
  isBareDomainTrouble,
  isWebProcessUp,
  isWebUp,
  namedPlaces,
  pagesDragged,
  type Scene,
  sharesProcess,
} from '../scene.ts';
import { isTimedOut } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 4: every thread of the web process waits, mostly for the database. */
export const overloaded: Cause = {
  id: 'overloaded',
  publicSentence: {
    en: 'The server is overloaded: pages and apps are very slow or give up.',
    ko: '서버에 과부하가 걸려 웹과 앱이 매우 느리거나 응답하지 않습니다.',
  },
  find(scene) {
    const late = [
      ...scene.open.filter(component => isLate(scene, component)),
      ...scene.up.filter(isLateAnswer),
    ];
    const groups = [...byPlace(late).values()].filter(group => group.some(isWeb) && group.length >= 2);
    const slow = groups.flat();
    if (slow.length === 0) return null;
    return {
      confidence: confidenceOf(scene, slow),
      sentence: `The web process of ${namedPlaces(slow)} takes connections but does not answer in time.`,
      explains: [
        ...slow.filter(hasFailed),
        ...pagesDragged(scene),
        ...late.filter(component => sharesProcess(scene, component) && hasFailed(component)),
      ],
      supports: [...slow.filter(component => !hasFailed(component)), ...scene.up.filter(isStreaming)],
      checks: [
        check('See what the machine is busy with.', 'uptime; top -b -n 1 | head -n 20'),
        ...onMastodon(
          scene,
          check(
            'See which queries run, and for how long.',
            `sudo -u postgres psql mastodon_production -c "select pid, state, now() - query_start as age, left(query, 60) from pg_stat_activity where state <> 'idle' order by age desc nulls last limit 15"`,
          ),
          check(
            'Compare the threads of the web process with the connections of the database.',
            "grep -E '^(WEB_CONCURRENCY|MAX_THREADS|DB_POOL)=' /home/mastodon/live/.env.production; sudo -u postgres psql -c 'show max_connections'",
          ),
        ),
      ],
    };
  },
};

/** A streaming server that is late on its own has its own cause. */
function isLate(scene: Scene, component: ComponentView): boolean {
  if (component.role === 'storage' || !isTimedOut(component) || isBareDomainTrouble(scene, component))
    return false;
  return !isStreaming(component) || !isWebUp(scene);
}

function isLateAnswer(component: ComponentView): boolean {
  return isSlow(component) && isWeb(component) && component.role !== 'assets';
}

function confidenceOf(scene: Scene, slow: readonly ComponentView[]): Confidence {
  const failed = slow.filter(hasFailed);
  if (failed.length < 2) return 'possible';
  const isHealthLate = failed.some(({ role }) => role === 'health');
  if (isHealthLate && scene.up.some(isStreaming) && failed.length > 2) return 'certain';
  return isHealthLate || !isWebProcessUp(scene) ? 'likely' : 'possible';
}
