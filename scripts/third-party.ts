import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a package says of itself. */
interface About {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression. */
  readonly license: string;
  readonly author?: string;
}

interface Package extends About {
  /** What must go with every copy. */
  readonly text: string;
}

/** Licences that allow to give the packages on inside of ours, as long as their texts come along. */
const allowed: ReadonlySet<string> = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'Python-2.0',
]);

/**
 * The licences of the packages that these files belong to, by name. Rejects when one is of another kind than those that
 * are known to allow this, or has no text.
 */
export async function thirdPartyNotice(root: string, files: readonly string[]): Promise<string> {
  const folders = new Set(files.flatMap(file => packageFolder.exec(file)?.[0] ?? []));
  const packages = await Promise.all(Array.from(folders, folder => readPackage(join(root, folder))));
  const sorted = packages.sort((one, other) => one.name.localeCompare(other.name));
  const parts = sorted.map(
    ({ name, version, license, text }) => `${name} ${version} (${license})\n\n${text.trim()}\n`,
  );
  return `fedistatus contains these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** Up to the name behind the last `node_modules`. */
const packageFolder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;

async function readPackage(folder: string): Promise<Package> {
  const about: About = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = about;
  if (!allowed.has(license)) throw new Error(`${name}: does its licence, ${license}, allow bundling?`);
  const files = (await readdir(folder)).filter(file => /^(?:licen[cs]e|notice)/i.test(file));
  const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
  return { name, version, license, text: texts.length > 0 ? texts.join('\n') : withoutFile(about) };
}

/** What the file would say, which a package forgot. */
function withoutFile({ name, license, author }: About): string {
  if (license !== 'ISC' || author === undefined) throw new Error(`${name}: where is its licence's text?`);
  return `Copyright (c) ${author}\n\n${isc}`;
}

const isc = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.`;
