import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  eventually,
  freePort,
  type RunningProgram,
  temporaryFolder,
} from '../../test/support/real-programs.ts';
import { keyword, kinds } from './kind.ts';
import { own } from './owned.ts';
import { cores, pathOf, startOnCore } from './programs.ts';

/** blackbox_exporter with a module for each kind, which checks status and keyword as we do. */
export interface Blackbox extends AsyncDisposable {
  readonly program: RunningProgram;
  readonly port: number;
}

export async function startBlackbox(caFile: string): Promise<Blackbox> {
  const folder = own(await temporaryFolder());
  const port = await freePort();
  const modules = kinds.map(kind => {
    const tls = kind === 'http' ? '' : `, fail_if_not_ssl: true, tls_config: { ca_file: ${caFile} }`;
    return `  ${kind}: { prober: http, timeout: 5s, http: { preferred_ip_protocol: ip4, fail_if_body_not_matches_regexp: ['${keyword}']${tls} } }`;
  });
  await writeFile(join(folder.path, 'blackbox.yml'), `modules:\n${modules.join('\n')}\n`);
  const program = startOnCore(cores.measured, pathOf('prometheus-blackbox-exporter'), [
    `--config.file=${folder.path}/blackbox.yml`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]);
  await eventually(
    'blackbox_exporter',
    async () => (await fetch(`http://127.0.0.1:${port}/-/healthy`)).ok || undefined,
  );
  return {
    program,
    port,
    async [Symbol.asyncDispose]() {
      await program[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
