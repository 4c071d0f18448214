import type { Fault } from '../../fault.ts';

export const databaseDown: Fault = {
  id: 'database_down',
  summary:
    'PostgreSQL is down: profiles, timelines and webfinger answer 500; the instance API follows after three minutes.',
  diagnosis: 'database_down',
  layer: 'program',
  intercept: ({ request, route, activeMs }, next) => {
    const isHit = route.needs.includes('database') && activeMs >= route.outlivesDatabaseMs;
    return isHit ? route.crash(request) : next(request);
  },
};
