/** Steps that several causes begin with: Mastodon's units and containers have the names of its own documentation. */
import { type Check, check } from './finding.ts';

export type Service = 'web' | 'streaming' | 'sidekiq';

export function serviceStatus(service: Service): Check {
  const unit = service === 'streaming' ? "'mastodon-streaming*'" : `mastodon-${service}`;
  return check(
    `See whether the ${service} service runs, and since when.`,
    `systemctl status ${unit} --no-pager   # Docker: docker compose ps ${service}`,
  );
}

export function serviceLog(service: Service, what: string): Check {
  const unit = service === 'streaming' ? "'mastodon-streaming*'" : `mastodon-${service}`;
  return check(
    `Look in the log of the ${service} service for ${what}.`,
    `journalctl -u ${unit} -n 100 --no-pager   # Docker: docker compose logs --tail 100 ${service}`,
  );
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
