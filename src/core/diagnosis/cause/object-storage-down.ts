import type { Cause } from '../cause.ts';
import { reasonOf, statusOf } from '../facts.ts';
import { check } from '../finding.ts';
import { nameOf } from '../host.ts';
import { isWebUp, namedPlaces, placesOf } from '../scene.ts';
import { hasCode, isTimedOut, isUnconnected } from '../symptom.ts';
import type { ComponentView } from '../view.ts';

/** Fediverse §E 12c. Without an answer it takes a web site that has one to blame the storage alone. */
export const objectStorageDown: Cause = {
  id: 'object_storage_down',
  publicSentence: {
    en: 'Images and videos do not load at the moment, and uploads may fail; the rest works.',
    ko: '현재 이미지와 동영상이 표시되지 않으며 업로드가 실패할 수 있습니다. 나머지는 정상입니다.',
  },
  find(scene) {
    const isAlone = isWebUp(scene);
    const down = scene.open.filter(
      component => component.role === 'storage' && (isFailing(component) || (isAlone && isSilent(component))),
    );
    if (down.length === 0) return null;
    const name = nameOf(placesOf(down)[0] ?? scene.domain);
    return {
      confidence: isAlone ? 'certain' : 'likely',
      sentence: `The object storage at ${namedPlaces(down)} fails or does not answer${isAlone ? ', while the server itself does' : ''}.`,
      explains: down,
      supports: scene.up.filter(({ role }) => role === 'api' || role === 'page'),
      checks: [
        check("Look at the storage provider's status page."),
        check(
          'See what it says, and whether its name resolves.',
          `curl -sSI https://${name}/; dig +short ${name}`,
        ),
        check(
          'With a proxy of your own in front of it, see what that says.',
          'tail -n 50 /var/log/nginx/error.log',
        ),
      ],
    };
  },
};

function isFailing(component: ComponentView): boolean {
  return (statusOf(component) ?? 0) >= 500 || hasCode(component, 'stale_cache');
}

function isSilent(component: ComponentView): boolean {
  return isUnconnected(component) || isTimedOut(component) || reasonOf(component) === 'dns';
}
