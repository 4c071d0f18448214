/**
 * The public site as plain files, for any static host: it goes on when this program, its machine and the watched server
 * are gone.
 */
import { chmod, mkdir, readdir, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import type { StaticOptions } from './status/static-files.ts';
import type { PublicSource } from './status/view/public-source.ts';

/** Names what we wrote, so that nothing else is ever removed. */
const manifestName = '.fedistatus-files.json';

/** A file is written under such a name in the directory itself, and then moved to its place. */
const draftName = `.fedistatus-${process.pid}.new`;
const draftNames = /^\.fedistatus-\d+\.new$/;

/** A draft that is older was left by a program that was killed: writing one takes no time. Milliseconds. */
const draftLivesMs = 60_000;

/** The web server is another user, whatever the umask says. */
const readable = { file: 0o644, folder: 0o755 } as const;

export interface PublishOptions extends StaticOptions {
  /** Once it aborts no further file is written, and the publication rejects. The next one completes it. */
  readonly signal?: AbortSignal;
}

/** What a publication did. */
export interface Published {
  /** Files that are new or different. */
  readonly written: number;
  readonly unchanged: number;
  readonly removed: number;
}

/**
 * Writes the site into a directory, which is made if it is not there. Every file is replaced as a whole; one that has not
 * changed is left alone. Afterwards, files of an earlier publication that are no longer part of the site are removed;
 * others are never touched. Rejects when the directory cannot be written; what was there then still serves.
 */
export async function publishTo(
  directory: string,
  snapshot: PublicSource,
  options: PublishOptions,
): Promise<Published> {
  const { signal } = options;
  // Only here: a daemon that publishes nothing does without what makes pages.
  const { staticFiles } = await import('./status/static-files.ts');
  const files = staticFiles(snapshot, options).filter(({ path }) => isWithin(path));
  const former = await readManifest(directory);
  await removeOldDrafts(directory);
  // Both generations, so that files of a publication that is interrupted are still known to be ours.
  await writeManifest(directory, new Set([...former, ...files.map(({ path }) => path)]));
  const current = new Set<string>();
  let written = 0;
  for (const { path, render } of files) {
    signal?.throwIfAborted();
    const body = render();
    if (body === null) continue;
    current.add(path);
    if (await replace(directory, path, body)) written += 1;
  }
  const obsolete = former.filter(path => !current.has(path));
  for (const path of obsolete) {
    signal?.throwIfAborted();
    await remove(directory, path);
  }
  await writeManifest(directory, current);
  return { written, unchanged: current.size - written, removed: obsolete.length };
}

/** Resolves to whether the file had to be written. */
async function replace(directory: string, path: string, body: string): Promise<boolean> {
  const target = join(directory, path);
  if ((await contentOf(target)) === body) return false;
  await makeFolder(dirname(target));
  const draft = join(directory, draftName);
  try {
    await writeFile(draft, body);
    await chmod(draft, readable.file);
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  return true;
}

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  const { length } = resolve(first);
  for (let made = resolve(folder); made.length >= length; made = dirname(made)) {
    await chmod(made, readable.folder);
  }
}

async function removeOldDrafts(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => []);
  for (const name of names.filter(one => draftNames.test(one))) {
    const draft = join(directory, name);
    const { mtimeMs } = await stat(draft);
    if (mtimeMs < Date.now() - draftLivesMs) await rm(draft);
  }
}

async function contentOf(path: string): Promise<string | null> {
  return readFile(path, 'utf8').catch(() => null);
}

async function remove(directory: string, path: string): Promise<void> {
  await rm(join(directory, path), { force: true });
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    const isRemoved = await rmdir(join(directory, folder)).then(
      () => true,
      () => false,
    );
    if (!isRemoved) return;
  }
}

async function readManifest(directory: string): Promise<readonly string[]> {
  const text = await contentOf(join(directory, manifestName));
  try {
    const paths: unknown = JSON.parse(text ?? '[]');
    if (!Array.isArray(paths)) return [];
    return paths.filter((path): path is string => typeof path === 'string' && isWithin(path));
  } catch {
    return [];
  }
}

async function writeManifest(directory: string, paths: ReadonlySet<string>): Promise<void> {
  await replace(directory, manifestName, `${JSON.stringify([...paths].toSorted(), null, 1)}\n`);
}

/** Whether a path stays within the directory that it is taken from. */
function isWithin(path: string): boolean {
  const clean = normalize(path);
  return clean !== '.' && !isAbsolute(clean) && !clean.split(sep).includes('..') && !clean.includes('\0');
}
