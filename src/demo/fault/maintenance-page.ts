import { type Fault, replacing } from '../fault.ts';
import { nginxError } from '../nginx.ts';
import { isOnWebServer } from '../route.ts';

/** Mastodon has no maintenance mode; sysops put a 503 into the proxy. */
export const maintenancePage: Fault = replacing(
  {
    id: 'maintenance_page',
    summary: 'The proxy answers everything with 503, Retry-After and the same page.',
    diagnosis: 'maintenance_page',
    layer: 'proxy',
  },
  isOnWebServer,
  () => nginxError(503, [['Retry-After', '600']]),
);
