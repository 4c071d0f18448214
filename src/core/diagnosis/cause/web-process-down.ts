import type { Cause } from '../cause.ts';
import { onMastodon, outOfMemory, serviceLog, serviceStatus } from '../commands.ts';
import { answeredByOf, hasStatus, isStreaming, isUpAtOrigin, isWeb, isWebProcess } from '../facts.ts';
import { type Confidence, check } from '../finding.ts';
import {
  afflicted,
  byCount,
  namedPlaces,
  pagesDragged,
  placesOf,
  type Scene,
  sharesProcess,
} from '../scene.ts';
import { isGatewayStatus, isUnavailable } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 3: the proxy answers in place of a dead upstream. */
export const webProcessDown: Cause = {
  id: 'web_process_down',
  publicSentence: {
    en: 'Pages and apps do not work at the moment: the server does not answer.',
    ko: '서버가 응답하지 않아 현재 웹과 앱을 이용할 수 없습니다.',
  },
  isTotal: true,
  find(scene) {
    const dead = afflicted(scene, {
      shows: component => isServedByIt(scene, component) && isUpstreamDead(scene, component),
      contradicts: isProofOfLife,
    });
    if (dead.length === 0) return null;
    const alive = scene.up.filter(isStreaming);
    return {
      confidence: confidenceOf(dead, alive),
      sentence: `The proxy of ${namedPlaces(dead)} answers for a web process that does not: it is dead or does not listen${alive.length > 0 ? ', while streaming works' : ''}.`,
      explains: [...dead, ...pagesDragged(scene)],
      supports: alive,
      checks: [
        serviceStatus(scene, 'web'),
        outOfMemory,
        serviceLog(scene, 'web', 'the last lines before it ended'),
        ...onMastodon(
          scene,
          check('Ask the process itself, past the proxy.', 'curl -sS -i http://127.0.0.1:3000/health'),
        ),
      ],
    };
  },
};

function isServedByIt(scene: Scene, component: ComponentView): boolean {
  return isWeb(component) || sharesProcess(scene, component);
}

/** 502 is unmistakable; some proxies say 503, which a closed server says as well. */
function isUpstreamDead(scene: Scene, component: ComponentView): boolean {
  if (isGatewayStatus(component, 502)) return true;
  const [place = ''] = placesOf([component]);
  return (
    isUnavailable(component) &&
    scene.up.some(other => isStreaming(other) && placesOf([other]).includes(place))
  );
}

function isProofOfLife(component: ComponentView): boolean {
  return isUpAtOrigin(component) && (isWebProcess(component) || answeredByOf(component) === 'application');
}

function confidenceOf(dead: readonly ComponentView[], alive: readonly ComponentView[]): Confidence {
  const sure = dead.filter(component => hasStatus(component, 502));
  if (sure.length >= 2 && alive.length > 0) return 'certain';
  return sure.length >= 1 ? byCount(sure.length, Number.POSITIVE_INFINITY) : 'possible';
}
