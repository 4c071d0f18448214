import { type Fault, replacing } from '../../fault.ts';
import { middlewareAnswer } from '../rails.ts';

export const blockedByIpRule: Fault = replacing(
  {
    id: 'blocked_by_ip_rule',
    summary:
      "The administrator's IP rules hit the monitor: Rails answers 403 Forbidden to everything, /health included.",
    diagnosis: 'blocked_by_ip_rule',
    layer: 'program',
  },
  ({ part }) => part === 'application',
  () => middlewareAnswer(403, 'text/plain', 'Forbidden\n'),
);
