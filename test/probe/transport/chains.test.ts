import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'node:test';
import { promisify } from 'node:util';
import { defaultTls } from '../../../src/probe/keys/network.ts';
import { answer, hostileServer } from '../../support/hostile-server.ts';
import { temporaryFolder } from '../../support/real-programs.ts';
import { fetch, network, summary } from '../../support/transport-run.ts';

const run = promisify(execFile);

/** Certificates from the authority down to the server's own: nine of them. */
const depth = 9;

it('row 127: a chain of nine is accepted, in order and in any other, and not with a gap', async () => {
  await using folder = await temporaryFolder();
  const [root = '', ...below] = await makeChain(folder.path);
  const leaf = below.at(-1) ?? '';
  const between = below.slice(0, -1);
  const orders = {
    'in order': [leaf, ...between.toReversed()],
    reversed: [leaf, ...between],
    'with the authority itself': [leaf, ...between, root],
    'with a gap': [leaf, ...between.toReversed().toSpliced(3, 1)],
  };
  const key = await readFile(join(folder.path, `${depth - 1}.key`));
  const tls = { ...defaultTls, caFile: join(folder.path, '0.pem') };
  const verdicts: Record<string, string> = {};
  for (const [name, chain] of Object.entries(orders)) {
    await using server = await hostileServer(socket => socket.end(answer('ok')), {
      tls: { key, cert: chain.join('') },
    });
    verdicts[name] = summary(await fetch(`https://localhost:${server.port}/`, { network: network({ tls }) }));
  }
  assert.deepEqual(verdicts, {
    'in order': 'answer',
    reversed: 'answer',
    'with the authority itself': 'answer',
    'with a gap': 'tls_untrusted',
  });
});

/** Each signs the next. */
async function makeChain(folder: string): Promise<readonly string[]> {
  const file = (name: string): string => join(folder, name);
  await writeFile(file('ca.ext'), 'basicConstraints=critical,CA:TRUE\n');
  await writeFile(file('leaf.ext'), 'subjectAltName=DNS:localhost\n');
  const pems: string[] = [];
  for (let index = 0; index < depth; index += 1) {
    const [key, csr, pem] = [file(`${index}.key`), file(`${index}.csr`), file(`${index}.pem`)];
    await run('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', key]);
    await run('openssl', ['req', '-new', '-key', key, '-subj', `/CN=Link ${index}`, '-out', csr]);
    const signer =
      index === 0
        ? ['-signkey', key]
        : ['-CA', file(`${index - 1}.pem`), '-CAkey', file(`${index - 1}.key`), '-CAcreateserial'];
    const extensions = ['-extfile', file(index === depth - 1 ? 'leaf.ext' : 'ca.ext')];
    await run('openssl', ['x509', '-req', '-days', '2', '-in', csr, ...signer, ...extensions, '-out', pem]);
    pems.push(await readFile(pem, 'utf8'));
  }
  return pems;
}
