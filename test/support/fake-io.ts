import type { Io } from '../../src/cli/command.ts';

/** The world outside the program, made up: what a command writes is collected, signals come when a test says so. */
export interface FakeIo {
  readonly io: Io;
  /** Resolves with the first text on standard output. */
  readonly written: Promise<void>;
  readonly output: () => { stdout: string; stderr: string };
  readonly stop: () => void;
  /** As SIGHUP does. */
  readonly hangUp: () => void;
}

export interface FakeIoOptions {
  readonly env?: Io['env'];
  readonly isTerminal?: boolean;
}

export function fakeIo({ env = {}, isTerminal = false }: FakeIoOptions = {}): FakeIo {
  const texts = { stdout: '', stderr: '' };
  const stopped = Promise.withResolvers<string>();
  const written = Promise.withResolvers<void>();
  const hangups: (() => void)[] = [];
  const io: Io = {
    stdout: {
      isTerminal: false,
      write: text => {
        texts.stdout += text;
        written.resolve();
      },
    },
    stderr: { isTerminal, write: text => void (texts.stderr += text) },
    env,
    stopSignal: stopped.promise,
    onHangup: callback => void hangups.push(callback),
    onCrash: () => {},
    settle: () => {},
  };
  return {
    io,
    written: written.promise,
    output: () => ({ ...texts }),
    stop: () => stopped.resolve('SIGTERM'),
    hangUp: () => hangups.forEach(callback => callback()),
  };
}
