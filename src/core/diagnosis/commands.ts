/** Steps that several causes begin with. Units and containers have the names of the software's own documentation. */
import { type Check, check } from './finding.ts';
import type { Scene } from './scene.ts';
import type { ProgramNames } from './software.ts';

export type Service = 'web' | 'streaming' | 'sidekiq';

export function serviceStatus(scene: Scene, service: Service): Check {
  return programStatus(titleOf(scene, service), namesOf(scene, service));
}

export function serviceLog(scene: Scene, service: Service, what: string): Check {
  return programLog(titleOf(scene, service), namesOf(scene, service), what);
}

export function programStatus(title: string, names: ProgramNames | null): Check {
  return check(
    `See whether ${title} runs, and since when.`,
    names && `systemctl status ${names.unit} --no-pager   # Docker: docker compose ps ${names.container}`,
  );
}

export function programLog(title: string, names: ProgramNames | null, what: string): Check {
  return check(
    `Look in the log of ${title} for ${what}.`,
    names &&
      `journalctl -u ${names.unit} -n 100 --no-pager   # Docker: docker compose logs --tail 100 ${names.container}`,
  );
}

/** Other software than Mastodon does all of it in one program. */
function namesOf({ software }: Scene, service: Service): ProgramNames | null {
  if (software !== undefined) return software.program;
  const unit = service === 'streaming' ? "'mastodon-streaming*'" : `mastodon-${service}`;
  return { unit, container: service };
}

function titleOf({ software }: Scene, service: Service): string {
  return software?.title ?? `the ${service} service`;
}

/** A step for Mastodon alone. */
export function onMastodon({ software }: Scene, ...checks: readonly Check[]): readonly Check[] {
  return software === undefined ? checks : [];
}

/** Running out of memory or of disk is behind many a dead process. */
export const outOfMemory: Check = check(
  'See whether the kernel killed a process for want of memory.',
  "journalctl -k --since '-2 hours' --no-pager | grep -iE 'out of memory|oom-kill'",
);

export const outOfDisk: Check = check('See whether a disk is full, in bytes or in inodes.', 'df -h; df -i');

export const nginxTest: Check = check(
  'Test the configuration of the proxy and read its error log.',
  'nginx -t && tail -n 50 /var/log/nginx/error.log',
);
