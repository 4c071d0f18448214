import type { Blackbox } from './blackbox.ts';
import type { Floor } from './floor.ts';
import type { Questioner } from './questioner.ts';
import type { Row } from './row.ts';
import type { Target } from './target.ts';

/** What a figure is measured with. */
export interface Context {
  readonly target: Target;
  readonly blackbox: Blackbox;
  readonly questioner: Questioner;
  readonly floor: Floor;
  /** Two minutes for everything: one round, shorter windows, and daemons that are hardly warm. */
  readonly isQuick: boolean;
  readonly rounds: number;
  /** Says what is going on, on standard error. */
  readonly say: (text: string) => void;
}

/** One or several lines of the table, measured together. */
export interface Figure {
  /** What it is called on the command line. */
  readonly name: string;
  readonly inQuick: boolean;
  measure(context: Context): Promise<readonly Row[]>;
}
