/** Steps that several causes begin with. Units and containers have the names of the software's own documentation. */
import { type Check, check } from './finding.ts';
import type { Scene } from './scene.ts';

export type Service = 'web' | 'streaming' | 'sidekiq';

export function serviceStatus(scene: Scene, service: Service): Check {
  const { name, unit, container } = programOf(scene, service);
  return check(
    `See whether ${name} runs, and since when.`,
    `systemctl status ${unit} --no-pager   # Docker: docker compose ps ${container}`,
  );
}

export function serviceLog(scene: Scene, service: Service, what: string): Check {
  const { name, unit, container } = programOf(scene, service);
  return check(
    `Look in the log of ${name} for ${what}.`,
    `journalctl -u ${unit} -n 100 --no-pager   # Docker: docker compose logs --tail 100 ${container}`,
  );
}

/** Other software than Mastodon does all of it in one program, or is installed in more ways than one can name. */
function programOf({ software }: Scene, service: Service): Program {
  if (software !== undefined) return { ...software, name: software.title };
  const unit = service === 'streaming' ? "'mastodon-streaming*'" : `mastodon-${service}`;
  return { name: `the ${service} service`, unit, container: service };
}

interface Program {
  readonly name: string;
  readonly unit: string;
  readonly container: string;
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
