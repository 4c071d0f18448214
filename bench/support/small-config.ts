import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort, temporaryFolder } from '../../test/support/real-programs.ts';
import { shippedOptions } from './our-programs.ts';
import { own } from './owned.ts';
import type { Starter } from './starts.ts';

const components = ['api', 'main_page', 'object_storage', 'streaming', 'user_page'];

/** A configuration with the five components of a small server, which all answer. */
export interface SmallConfig extends AsyncDisposable {
  /** The daemon, from one of its files, until all five were seen. */
  starter(program: string, env?: Readonly<Record<string, string>>): Starter;
}

export async function smallConfig(): Promise<SmallConfig> {
  const target = createServer((_, response) => response.end('OK'));
  await new Promise<void>(done => target.listen(0, '127.0.0.1', done));
  const folder = own(await temporaryFolder());
  const configFile = join(folder.path, 'config.yaml');
  const port = await freePort();
  await writeFile(configFile, configuration(port, (target.address() as AddressInfo).port));
  return {
    starter: (program, env = {}) => ({
      command: [process.execPath, ...shippedOptions, program, 'serve', '-c', configFile],
      env,
      url: `http://127.0.0.1:${port}/metrics`,
      isComplete: page =>
        components.every(name =>
          page.includes(`fedistatus_up{server="start.localhost",component="${name}"} 1`),
        ),
    }),
    async [Symbol.asyncDispose]() {
      target.closeAllConnections();
      target.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

function configuration(port: number, targetPort: number): string {
  const lines = components.map(
    name => `      ${name}: { url: "http://127.0.0.1:${targetPort}/${name}", keyword: OK }`,
  );
  return `listen: 127.0.0.1:${port}\nservers:\n  - domain: start.localhost\n    components:\n${lines.join('\n')}\n`;
}
