import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { eventually, type RunningProgram, startProgram, temporaryFolder } from './real-programs.ts';

export interface NginxOptions {
  /** A port that it will listen on: starting is waiting for it. */
  readonly port: number;
  /** Directives of the one `server` block, `listen` included. */
  readonly server: string;
  /** Directives beside it, in the `http` block. */
  readonly http?: string;
}

/** Starts Debian's nginx in the foreground with its own folder for everything that it writes. */
export async function startNginx(
  path: string,
  { port, server, http = '' }: NginxOptions,
): Promise<RunningProgram> {
  const folder = await temporaryFolder();
  const configFile = join(folder.path, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  await writeFile(
    configFile,
    `
daemon off;
worker_processes 1;
pid ${folder.path}/nginx.pid;
error_log stderr warn;
events { worker_connections 256; }
http {
  access_log off;
  ${temporary.map(name => `${name}_temp_path ${folder.path}/${name};`).join('\n  ')}
  ${http.replaceAll('$FOLDER', folder.path)}
  server { ${server} }
}
`,
  );
  const program = startProgram(path, ['-c', configFile, '-e', 'stderr', '-p', folder.path]);
  try {
    await eventually('nginx', () => canConnect(port));
  } catch (error) {
    await program[Symbol.asyncDispose]();
    throw new Error(program.output(), { cause: error });
  }
  return {
    ...program,
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function canConnect(port: number): Promise<true> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', reject);
  });
}
