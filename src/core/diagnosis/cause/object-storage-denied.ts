import type { Cause } from '../cause.ts';
import { onMastodon } from '../commands.ts';
import { hasStatus, headerOf } from '../facts.ts';
import { check } from '../finding.ts';
import { isWebUp, namedPlaces } from '../scene.ts';

/** Fediverse §E 12. S3 says AccessDenied in XML; 401 is what other interfaces say. */
export const objectStorageDenied: Cause = {
  id: 'object_storage_denied',
  publicSentence: {
    en: 'Images and videos cannot be shown at the moment; the rest works.',
    ko: '현재 이미지와 동영상을 볼 수 없습니다. 나머지는 정상입니다.',
  },
  find(scene) {
    const denied = scene.open.filter(
      component => component.role === 'storage' && hasStatus(component, 401, 403),
    );
    if (denied.length === 0) return null;
    const isXml = denied.some(component => /\bxml\b/i.test(headerOf(component, 'content-type')));
    return {
      confidence: isXml ? 'certain' : isWebUp(scene) ? 'likely' : 'possible',
      sentence: `The object storage at ${namedPlaces(denied)} refuses to show what should be public.`,
      explains: denied,
      checks: [
        check('See what the storage says.', "curl -sSi 'URL OF YOUR check.txt' | head -n 30"),
        check(
          'See whether the bucket and its objects may be read by everybody (policy, ACL, block of public access).',
          'aws s3api get-bucket-policy --bucket YOUR-BUCKET; aws s3api get-public-access-block --bucket YOUR-BUCKET',
        ),
        ...onMastodon(
          scene,
          check(
            'See which permission uploads ask for.',
            "grep -E '^(S3_|SWIFT_|AZURE_)' /home/mastodon/live/.env.production | grep -v -iE 'key|secret|password'",
          ),
        ),
      ],
    };
  },
};
