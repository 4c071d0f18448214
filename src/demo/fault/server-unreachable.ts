import { type Fault, replacing } from '../fault.ts';
import { isOnWebServer } from '../route.ts';

/** The nearest to a dead host that one port for all hosts allows: nothing comes back from the web server. */
export const serverUnreachable: Fault = replacing(
  {
    id: 'server_unreachable',
    summary: 'The web server drops every connection without an answer; the object storage is well.',
    diagnosis: 'server_unreachable',
    layer: 'outside',
  },
  isOnWebServer,
  () => ({ kind: 'hang_up' }),
);
