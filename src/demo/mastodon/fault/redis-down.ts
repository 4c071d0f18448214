import { type Fault, replacing } from '../../fault.ts';

export const redisDown: Fault = replacing(
  {
    id: 'redis_down',
    summary: 'Redis refuses connections: version 2 of the instance API and nodeinfo answer 500.',
    diagnosis: 'redis_down',
    layer: 'program',
  },
  ({ needs }) => needs.includes('redis'),
  (request, route) => route.crash(request),
);
