/** Everything that the benchmark has to undo, so that an interrupted run leaves nothing behind. */
const owned = new Set<AsyncDisposable>();

/** Undoes it when it is disposed of, or at the latest when the benchmark is interrupted. */
export function own<T extends AsyncDisposable>(resource: T): T {
  const entry: AsyncDisposable = { [Symbol.asyncDispose]: () => resource[Symbol.asyncDispose]() };
  owned.add(entry);
  return {
    ...resource,
    async [Symbol.asyncDispose]() {
      owned.delete(entry);
      await entry[Symbol.asyncDispose]();
    },
  };
}

/** Undoes what is still there, the youngest first. */
export async function releaseAll(): Promise<void> {
  for (const entry of [...owned].toReversed()) {
    owned.delete(entry);
    await Promise.resolve(entry[Symbol.asyncDispose]()).catch((error: unknown) => console.error(error));
  }
}

/** On Ctrl-C and its like: cleans up and ends, in the middle of whatever is going on. The signal tells those who see things break. */
export function releaseWhenInterrupted(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      console.error(`${signal}: cleaning up`);
      controller.abort();
      // Whoever waits for what is being stopped sees it fail, and nobody waits for them any more.
      process.on('uncaughtException', () => undefined);
      void releaseAll().then(() => process.exit(130));
    });
  }
  return controller.signal;
}
