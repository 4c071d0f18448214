import type { Cause } from '../cause.ts';
import { isApplicationStatus, isWeb, isWebProcess } from '../facts.ts';
import { check } from '../finding.ts';
import { afflicted, byCount, namedPlaces } from '../scene.ts';

/** Fediverse §E 24: with SELF_DESTRUCT (4.3 and later) Rails answers 410 to everything while it tells other servers. */
export const selfDestruct: Cause = {
  id: 'self_destruct',
  onlyMastodon: true,
  publicSentence: {
    en: 'The server is being closed down for good.',
    ko: '이 서버는 영구적으로 문을 닫고 있습니다.',
  },
  find(scene) {
    const gone = afflicted(scene, {
      shows: component => isWeb(component) && isApplicationStatus(component, 410),
      contradicts: isWebProcess,
      atLeast: 2,
    });
    if (!gone.some(({ role }) => role !== 'profile' && role !== 'webfinger')) return null;
    return {
      confidence: byCount(gone.length),
      sentence: `Rails answers 410 to everything on ${namedPlaces(gone)}: the server is in self-destruct mode.`,
      explains: gone,
      checks: [
        check(
          'See whether the mode is set. It cannot be taken back once other servers were told.',
          'grep -n SELF_DESTRUCT /home/mastodon/live/.env.production   # Docker: .env.production beside docker-compose.yml',
        ),
      ],
    };
  },
};
