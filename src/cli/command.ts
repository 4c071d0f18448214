/** What a command sees of the world outside the program. Only `main.ts` knows the real one. */
export interface Io {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Resolves with the first signal that asks the program to stop. */
  readonly stopSignal: Promise<string>;
  /** Calls back at each SIGHUP. */
  onHangup(callback: () => void): void;
  /** Calls back with an error that nobody foresaw, just before it ends the process. */
  onCrash(callback: (error: Error) => void): void;
  /** Tells that a daemon has started: what comes is the same again and again. */
  settle(): void;
}

export interface Terminal {
  write(text: string): void;
  readonly isTerminal: boolean;
}

/** An option of a command, as `--help` shows it. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** What stands for the value in the help: `FILE`, `HOST:PORT`. */
  readonly value?: string;
  /** May be given several times; `texts` has them all. Only of text. */
  readonly isRepeatable?: boolean;
  readonly help: string;
}

export interface Arguments {
  readonly positionals: readonly string[];
  /** A text option's value; undefined when it was not given. */
  text(name: string): string | undefined;
  /** Every value of a repeatable option, in order. */
  texts(name: string): readonly string[];
  flag(name: string): boolean;
}

/** The closed set of exit codes (DESIGN §6). */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One command a file; the registry is `cli/index.ts`. */
export interface Command {
  /** One or two words: `check`, `config check`. */
  readonly name: string;
  readonly summary: string;
  /** Names of the positional arguments, for the usage line. */
  readonly positionals?: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  run(args: Arguments, io: Io): Promise<ExitCode>;
}

/** A mistake on the command line: its message is printed with a hint to `--help`, the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Aborts when the program is asked to stop. */
export function abortedByStop({ stopSignal }: Pick<Io, 'stopSignal'>): AbortSignal {
  const stop = new AbortController();
  void stopSignal.then(signal => stop.abort(signal));
  return stop.signal;
}
