import type { Fault } from '../fault.ts';
import type { Dependency } from '../route.ts';

/** A fault of what some answers cannot be made without: the program fails there, and nowhere else. */
export function lacking(dependency: Dependency, about: Pick<Fault, 'id' | 'summary' | 'diagnosis'>): Fault {
  return {
    ...about,
    layer: 'program',
    intercept: ({ request, route, activeMs }, next) => {
      const isOutlived = dependency === 'database' && activeMs < route.outlivesDatabaseMs;
      return route.needs.includes(dependency) && !isOutlived ? route.crash(request) : next(request);
    },
  };
}
