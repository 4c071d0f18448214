import type { Cause } from '../cause.ts';
import { onMastodon, serviceLog, serviceStatus } from '../commands.ts';
import { hasStatus, isUpInFull } from '../facts.ts';
import { check } from '../finding.ts';
import { isRoleUp } from '../scene.ts';
import { hasCode } from '../symptom.ts';

/** Fediverse §E 11: nothing but the age of what comes in from elsewhere shows Sidekiq. An empty feed shows nothing. */
export const backgroundJobsStuck: Cause = {
  id: 'background_jobs_stuck',
  publicSentence: {
    en: 'New posts from other servers arrive late or not at all.',
    ko: '다른 서버의 새 글이 늦게 도착하거나 도착하지 않고 있습니다.',
  },
  find(scene) {
    const old = scene.open.filter(
      component =>
        component.role === 'freshness' && hasStatus(component, 200) && hasCode(component, 'content_too_old'),
    );
    if (old.length === 0) return null;
    const isRestUp = isRoleUp(scene, 'api') && isRoleUp(scene, 'page', 'webfinger');
    return {
      confidence: isRestUp ? 'likely' : 'possible',
      sentence: `The newest post from another server is too old: ${scene.software === undefined ? 'Sidekiq is' : 'the workers of its queue are'} dead or far behind, or nothing reaches the inbox.`,
      explains: old,
      supports: scene.up.filter(component => component.role === 'timeline' && isUpInFull(component)),
      checks: [
        serviceStatus(scene, 'sidekiq'),
        ...onMastodon(
          scene,
          check('Open /sidekiq as an administrator: how long are the queues, and how old is the oldest job?'),
          check(
            'With Docker or several processes, see that every queue has one that works on it.',
            "systemctl list-units 'mastodon-sidekiq*' --no-pager   # Docker: docker compose ps sidekiq",
          ),
        ),
        serviceLog(scene, 'sidekiq', 'errors that repeat'),
      ],
    };
  },
};
