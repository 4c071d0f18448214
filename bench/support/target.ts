import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Authority, testAuthority } from '../../test/support/certificates.ts';
import { eventually, freePort, temporaryFolder } from '../../test/support/real-programs.ts';
import { body, type Kind, kinds } from './kind.ts';
import { own } from './owned.ts';
import { cores, pathOf, startOnCore } from './programs.ts';

/** nginx, as everybody's target. */
export interface Target extends AsyncDisposable {
  /** Of the authority that signed both certificates. */
  readonly caFile: string;
  port(kind: Kind): number;
  /** The address of one of many components: each has its own path, on one of eight hosts. */
  url(kind: Kind, index: number): string;
  /** Connections that it has accepted so far. */
  accepted(): Promise<number>;
}

/** Eight of them, since one pair of addresses has only some thirty thousand ports a minute. */
const hosts = Array.from({ length: 8 }, (_, index) => `127.9.0.${index + 1}`);

export async function startTarget(): Promise<Target> {
  const authority = own(await testAuthority());
  const folder = own(await temporaryFolder());
  const ports = { http: await freePort(), p256: await freePort(), rsa: await freePort() };
  const statusPort = await freePort();
  const certificates = await issueCertificates(authority);
  const servers = kinds.map(kind => {
    const listens = hosts.map(
      host => `listen ${host}:${ports[kind]}${kind === 'http' ? '' : ' ssl'} backlog=4096;`,
    );
    return `server { ${listens.join(' ')} ${certificates[kind]} location / { default_type application/json; return 200 '${body}'; } }`;
  });
  await writeFile(join(folder.path, 'nginx.conf'), configuration(folder.path, servers, statusPort));
  const arguments_ = ['-c', `${folder.path}/nginx.conf`, '-e', 'stderr', '-p', folder.path];
  const program = startOnCore(cores.others, pathOf('nginx'), arguments_);
  // Each question for the status is a connection of its own.
  let asked = 0;
  const accepted = async (): Promise<number> => {
    asked += 1;
    const answer = await fetch(`http://127.0.0.1:${statusPort}/`, { headers: { connection: 'close' } });
    const [, count] = /^\s*(\d+) \d+ \d+/m.exec(await answer.text()) ?? [];
    return Number(count) - asked;
  };
  await eventually('nginx', accepted).catch((error: unknown) => {
    throw new Error(program.output(), { cause: error });
  });
  return {
    caFile: authority.caFile,
    port: kind => ports[kind],
    url: (kind, index) =>
      `${kind === 'http' ? 'http' : 'https'}://${hosts[index % hosts.length]}:${ports[kind]}/t/${index}`,
    accepted,
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
      await authority[Symbol.asyncDispose]();
    },
  };
}

async function issueCertificates(authority: Authority): Promise<Readonly<Record<Kind, string>>> {
  const names = hosts.map(host => `IP:${host}`).join(',');
  const [p256, rsa] = [
    await authority.issue({ names, key: 'ec' }),
    await authority.issue({ names, key: 'rsa2048' }),
  ];
  const directives = ({ certFile, keyFile }: typeof p256): string =>
    `ssl_certificate ${certFile}; ssl_certificate_key ${keyFile};`;
  return { http: '', p256: directives(p256), rsa: directives(rsa) };
}

/** One worker, no log, and neither tickets nor a cache of sessions: every handshake is a full one. */
function configuration(folder: string, servers: readonly string[], statusPort: number): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
worker_processes 1;
worker_rlimit_nofile 20000;
pid ${folder}/nginx.pid;
error_log stderr error;
events { worker_connections 8192; }
http {
  access_log off;
  ${temporary.map(name => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  ssl_session_cache off;
  ssl_session_tickets off;
  ${servers.join('\n  ')}
  server { listen 127.0.0.1:${statusPort}; location / { stub_status; } }
}
`;
}
