import type { Cause } from '../cause.ts';
import { nginxTest, serviceLog, serviceStatus } from '../commands.ts';
import { isStreaming, isWeb } from '../facts.ts';
import { check } from '../finding.ts';
import { isLive, isPlaceOpen, isWebUp, namedPlaces, type Scene } from '../scene.ts';
import { isGatewayStatus, isTimedOut, isUnavailable, isUnconnected } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 7. Without an answer it takes a web site that has one to blame the streaming server alone. */
export const streamingDown: Cause = {
  id: 'streaming_down',
  publicSentence: {
    en: 'Timelines do not update by themselves; reloading works.',
    ko: '타임라인이 자동으로 갱신되지 않습니다. 새로고침하면 볼 수 있습니다.',
  },
  find(scene) {
    const dead = scene.open.filter(component => isStreaming(component) && isDead(scene, component));
    if (dead.length === 0) return null;
    const hasHealth = dead.some(({ role }) => role === 'streaming');
    return {
      // A copy in a cache does not tell whether the machine is well.
      confidence: !hasHealth ? 'possible' : scene.up.some(isLiveWeb) ? 'certain' : 'likely',
      sentence: sentenceOf(scene, dead),
      explains: dead,
      supports: scene.up.filter(({ role }) => role === 'api' || role === 'health'),
      checks: [
        serviceStatus(scene, 'streaming'),
        serviceLog(scene, 'streaming', 'why it ended; exit code 0 is what a lost Redis or PostgreSQL leaves'),
        ...(scene.software === undefined
          ? [
              check(
                'Ask the process itself, past the proxy.',
                'curl -sS http://127.0.0.1:4000/api/v1/streaming/health',
              ),
            ]
          : [nginxTest]),
      ],
    };
  },
};

/** Where one process does all of it, the way to it is broken rather than the process. */
function sentenceOf(scene: Scene, dead: readonly ComponentView[]): string {
  return scene.software === undefined
    ? `The streaming server of ${namedPlaces(dead)} does not answer: it is dead, hangs, or was never started.`
    : `${scene.software.title} on ${namedPlaces(dead)} does not answer for its streaming API, while the rest of it works: the proxy sends such requests elsewhere, or the process is failing.`;
}

function isLiveWeb(component: ComponentView): boolean {
  return isWeb(component) && isLive(component);
}

function isDead(scene: Scene, component: ComponentView): boolean {
  if (isGatewayStatus(component, 502)) return true;
  if (isUnavailable(component)) return isPlaceOpen(scene, component);
  return isWebUp(scene) && (isUnconnected(component) || isTimedOut(component));
}
