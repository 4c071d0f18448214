import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a certificate is to be like. */
export interface CertificateWish {
  readonly subject?: string;
  /** `DNS:localhost,IP:127.0.0.1` by default; null: none. */
  readonly names?: string | null;
  /** Days from now, as [from, to]. */
  readonly days?: readonly [from: number, to: number];
  readonly key?: 'ec' | 'rsa2048' | 'rsa1024';
  readonly digest?: 'sha256' | 'sha1';
  readonly usage?: 'serverAuth' | 'clientAuth';
  /** Who signs: the authority by default, or the certificate itself. */
  readonly selfSigned?: boolean;
  /** Signed by an intermediate authority, whose certificate ends on this day from now. */
  readonly intermediateEnds?: number;
}

export interface Pem {
  readonly key: string;
  /** The certificate alone. */
  readonly cert: string;
  /** The certificate and the intermediate authority that signed it, if one did. */
  readonly chain: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** An authority of our own, which makes real certificates with openssl. */
export interface Authority extends AsyncDisposable {
  /** Path of its certificate. */
  readonly caFile: string;
  readonly folder: string;
  issue(wish?: CertificateWish): Promise<Pem>;
}

interface Signer {
  readonly certFile: string;
  readonly keyFile: string;
}

export async function testAuthority(): Promise<Authority> {
  const folder = await mkdtemp(join(tmpdir(), 'fedistatus-ca-'));
  let count = 0;
  const sign = async (
    name: string,
    lines: readonly string[],
    wish: CertificateWish,
    signer: Signer | null,
  ): Promise<Pem> => {
    const base = join(folder, name);
    const keyFile = `${base}.key`;
    await newKey(keyFile, wish.key ?? 'ec');
    await writeFile(`${base}.ext`, lines.join('\n'));
    await run('openssl', [
      'req',
      '-new',
      '-key',
      keyFile,
      '-subj',
      wish.subject ?? `/CN=${name}`,
      '-out',
      `${base}.csr`,
    ]);
    const [from, to] = wish.days ?? [-1, 30];
    // `x509` can only count from now; `ca -startdate` needs a database, which is a few lines.
    await writeFile(`${base}.db`, '');
    await writeFile(
      `${base}.serial`,
      `${Date.now().toString(16).padStart(12, '0')}${(count++).toString(16).padStart(4, '0')}`,
    );
    await writeFile(`${base}.cnf`, caConfig(folder, base));
    const ca =
      signer === null
        ? ['-selfsign', '-keyfile', keyFile]
        : ['-cert', signer.certFile, '-keyfile', signer.keyFile];
    await run('openssl', [
      'ca',
      '-batch',
      '-notext',
      '-config',
      `${base}.cnf`,
      ...ca,
      '-in',
      `${base}.csr`,
      '-out',
      `${base}.pem`,
      '-extfile',
      `${base}.ext`,
      '-md',
      wish.digest ?? 'sha256',
      '-startdate',
      day(from),
      '-enddate',
      day(to),
    ]); // prettier-ignore
    const cert = await readFile(`${base}.pem`, 'utf8');
    return { key: await readFile(keyFile, 'utf8'), cert, chain: cert, certFile: `${base}.pem`, keyFile };
  };
  const authorityLines = ['basicConstraints=critical,CA:TRUE', 'subjectKeyIdentifier=hash'];
  const root = await sign('root', authorityLines, { subject: '/CN=Test authority', days: [-400, 400] }, null);
  return {
    caFile: root.certFile,
    folder,
    async issue(wish = {}) {
      const name = `leaf${count}`;
      const names = wish.names === undefined ? 'DNS:localhost,IP:127.0.0.1' : wish.names;
      const lines = [
        'subjectKeyIdentifier=hash',
        ...(names === null ? [] : [`subjectAltName=${names}`]),
        ...(wish.usage === undefined ? [] : [`extendedKeyUsage=${wish.usage}`]),
      ];
      if (wish.intermediateEnds === undefined)
        return sign(name, lines, wish, wish.selfSigned === true ? null : root);
      const middle = await sign(
        `middle${count}`,
        authorityLines,
        { subject: '/CN=Test intermediate', days: [-300, wish.intermediateEnds] },
        root,
      );
      const leaf = await sign(name, lines, wish, middle);
      return { ...leaf, chain: leaf.cert + middle.cert };
    },
    async [Symbol.asyncDispose]() {
      await rm(folder, { recursive: true });
    },
  };
}

async function newKey(file: string, kind: 'ec' | 'rsa2048' | 'rsa1024'): Promise<void> {
  const options =
    kind === 'ec'
      ? ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256']
      : ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${kind.slice(3)}`];
  await run('openssl', ['genpkey', ...options, '-out', file]);
}

function caConfig(folder: string, base: string): string {
  return `[ca]
default_ca = this
[this]
database = ${base}.db
serial = ${base}.serial
new_certs_dir = ${folder}
default_md = sha256
policy = any
unique_subject = no
email_in_dn = no
[any]
commonName = optional
organizationName = optional
`;
}

/** `YYMMDDHHMMSSZ`, some days from now. */
function day(offset: number): string {
  const text = new Date(Date.now() + offset * 86_400_000).toISOString();
  return `${text.slice(2, 19).replace(/[-:T]/g, '')}Z`;
}
