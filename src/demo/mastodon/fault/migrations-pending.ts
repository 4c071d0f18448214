import { type Fault, replacing } from '../../fault.ts';

export const migrationsPending: Fault = replacing(
  {
    id: 'migrations_pending',
    summary:
      'The database lacks columns that a new version wants: profiles and timelines answer 500, the rest is well.',
    diagnosis: 'migrations_pending',
    layer: 'program',
  },
  ({ needs }) => needs.includes('schema'),
  (request, route) => route.crash(request),
);
