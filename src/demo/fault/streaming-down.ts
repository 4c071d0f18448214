import { type Fault, replacing } from '../fault.ts';
import { nginxError } from '../nginx.ts';

export const streamingDown: Fault = replacing(
  {
    id: 'streaming_down',
    summary: 'The streaming process is dead: the proxy answers 502 for it; everything else is well.',
    diagnosis: 'streaming_down',
    layer: 'proxy',
  },
  ({ part }) => part === 'streaming',
  () => nginxError(502),
);
