/** How the history itself is. For operators: it names files. */
export interface HistoryHealth {
  /** The file in use; null: there is none, wanted or not. */
  readonly path: string | null;
  /** A file that was found and could not be used. */
  readonly setAside: SetAside | null;
  /** Writes that failed since the start. */
  readonly writeErrors: number;
  /** Transitions that are not on disk yet. */
  readonly pending: number;
  /** Transitions that never will be. */
  readonly dropped: number;
}

/** A file that was found but is not used. */
export interface SetAside {
  /** Where it is now. */
  readonly path: string;
  readonly why: string;
}
