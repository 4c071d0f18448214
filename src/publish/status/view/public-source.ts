import type { ComponentSnapshot, Snapshot } from '../../../core/snapshot.ts';

/** As much of a snapshot as the public view looks at. */
export interface PublicSource extends Pick<Snapshot, 'at' | 'servers' | 'page' | 'status' | 'findings'> {
  readonly components: readonly Pick<ComponentSnapshot, 'component' | 'current'>[];
}
