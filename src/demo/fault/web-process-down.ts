import { type Fault, replacing } from '../fault.ts';
import { nginxError } from '../nginx.ts';

export const webProcessDown: Fault = replacing(
  {
    id: 'web_process_down',
    summary: 'The web process is dead: the proxy answers 502 for everything that it serves.',
    diagnosis: 'web_process_down',
    layer: 'proxy',
  },
  ({ part }) => part === 'application',
  () => nginxError(502),
);
