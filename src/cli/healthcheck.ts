import { type Command, exitCodes } from './command.ts';

const defaultUrl = 'http://127.0.0.1:10061/-/healthy';
const patienceMs = 3000;

/** For containers without a shell: the exit code says whether the daemon answers. */
export const healthcheck: Command = {
  name: 'healthcheck',
  summary: 'Ask a running daemon whether it is healthy (for container health checks)',
  options: {
    url: { type: 'string', value: 'URL', help: `What to ask (default ${defaultUrl})` },
  },
  async run(args, io) {
    const url = args.text('url') ?? defaultUrl;
    try {
      const { status } = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
      if (status === 200) return exitCodes.ok;
      io.stderr.write(`${url} answered ${status}\n`);
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      io.stderr.write(`${url}: ${cause instanceof Error ? cause.message : String(cause)}\n`);
    }
    return exitCodes.failed;
  },
};
