import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** Paths of PEM files. The certificate signs itself, so it is its own authority. */
export interface SelfSigned {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate for `localhost` and 127.0.0.1 in a folder, good for a day. */
export async function selfSigned(folder: string): Promise<SelfSigned> {
  const files = { certificate: join(folder, 'server.crt'), key: join(folder, 'server.key') };
  await promisify(execFile)('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '1',
    '-subj',
    '/CN=localhost',
    '-addext',
    'subjectAltName=DNS:localhost,IP:127.0.0.1',
    '-keyout',
    files.key,
    '-out',
    files.certificate,
  ]); // prettier-ignore
  return files;
}
