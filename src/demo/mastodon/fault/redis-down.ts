import { lacking } from '../../fault/lacking.ts';
import type { Fault } from '../../fault.ts';

export const redisDown: Fault = lacking('redis', {
  id: 'redis_down',
  summary: 'Redis refuses connections: version 2 of the instance API and nodeinfo answer 500.',
  diagnosis: 'redis_down',
});
