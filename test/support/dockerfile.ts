import { cp, mkdir, readFile, symlink } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { startProgram } from './real-programs.ts';

export interface Instruction {
  readonly name: string;
  /** The rest of its line, continued lines joined. */
  readonly text: string;
}

/** The instructions of a Dockerfile in their order. */
export async function readDockerfile(path: string): Promise<readonly Instruction[]> {
  const lines = (await readFile(path, 'utf8')).replaceAll('\\\n', ' ').split('\n');
  return lines.flatMap(line => {
    const [, name, text = ''] = /^([A-Z]+) +(.+)$/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, text }];
  });
}

/** The last instruction of that name; its words, when it is in exec form. */
export function words(instructions: readonly Instruction[], name: string): readonly string[] {
  const text = instructions.findLast(instruction => instruction.name === name)?.text ?? '';
  const [, json] = /(\[.+\])$/.exec(text) ?? [];
  return json === undefined ? text.split(' ') : JSON.parse(json);
}

/**
 * Carries out the steps without a container engine, each stage in a folder below `folder` that stands for its root, and
 * returns that of the last. The base images and `npm ci` are taken for granted: the packages are those of `context`.
 */
export async function buildStages(
  instructions: readonly Instruction[],
  context: string,
  folder: string,
): Promise<string> {
  let stage = folder;
  let directory = '/';
  for (const { name, text } of instructions) {
    if (name === 'FROM') stage = join(folder, / AS (\w+)$/.exec(text)?.[1] ?? 'last');
    if (name === 'WORKDIR') directory = text;
    const here = join(stage, directory);
    await mkdir(here, { recursive: true });
    if (name === 'COPY') await copy(text, { context, folder, stage, here });
    if (name === 'RUN') await run(text, { context, stage, here });
  }
  return stage;
}

interface Place {
  readonly context: string;
  /** What stands for the root of the stage. */
  readonly stage: string;
  /** What stands for its working directory. */
  readonly here: string;
}

async function copy(
  text: string,
  { context, folder, stage, here }: Place & { readonly folder: string },
): Promise<void> {
  const from = /--from=(\w+)/.exec(text)?.[1];
  const paths = text.split(' ').filter(word => !word.startsWith('--'));
  const target = paths.pop() ?? '';
  const origin = from === undefined ? context : join(folder, from);
  const inStage = isAbsolute(target) ? join(stage, target) : resolve(here, target);
  for (const path of paths) {
    const goal = target.endsWith('/') ? join(inStage, basename(path)) : inStage;
    await cp(join(origin, path), goal, { recursive: true });
  }
}

async function run(text: string, { context, stage, here }: Place): Promise<void> {
  if (text.startsWith('npm ci ')) return symlink(join(context, 'node_modules'), join(here, 'node_modules'));
  const command = text.replaceAll(/ (?=\/)/g, ` ${stage}`);
  await using running = startProgram('sh', ['-c', command], { cwd: here });
  if ((await running.ended) !== 0) throw new Error(`RUN ${text}: ${running.output()}`);
}
