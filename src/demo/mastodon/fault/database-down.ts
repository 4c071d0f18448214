import { lacking } from '../../fault/lacking.ts';
import type { Fault } from '../../fault.ts';

export const databaseDown: Fault = lacking('database', {
  id: 'database_down',
  summary:
    'PostgreSQL is down: profiles, timelines and webfinger answer 500; the instance API follows after three minutes.',
  diagnosis: 'database_down',
});
