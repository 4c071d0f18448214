import { lacking } from '../../fault/lacking.ts';
import type { Fault } from '../../fault.ts';

export const migrationsPending: Fault = lacking('schema', {
  id: 'migrations_pending',
  summary:
    'The database lacks columns that a new version wants: profiles and timelines answer 500, the rest is well.',
  diagnosis: 'migrations_pending',
});
