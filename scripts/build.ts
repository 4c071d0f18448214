/**
 * Writes what is published into `dist/`: the program as two files that need no packages, and the licences of the
 * packages inside. Node.js strips no types under `node_modules`, and one file starts in half the time of a thousand.
 */
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { thirdPartyNotice } from './third-party.ts';

const root = resolve(import.meta.dirname, '..');
const dist = join(root, 'dist');

/**
 * CommonJS, since an import of `node:http` into an ES module loads everything that it could export. Names are kept: they
 * stand in the stack of an unforeseen error.
 */
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node24',
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
} as const satisfies BuildOptions;

/**
 * What packages bring along and this program never touches: the parsers of request bodies, the types of files by their
 * names, queries with brackets, messages in fifty languages, quantiles, the metrics of several processes, spans of traces,
 * logs by other threads, and of undici HTTP/2 and forms.
 */
const leaveOut: Plugin = {
  name: 'leave out what is never touched',
  setup(building) {
    const filter =
      /\/node_modules\/(?:@opentelemetry\/api\/build\/esm\/index|body-parser\/index|mime-db\/index|pino\/lib\/transport|prom-client\/lib\/(?:cluster|defaultMetrics|pushgateway|summary)|qs\/lib\/index|undici\/lib\/(?:dispatcher\/client-h2|web\/(?:fetch\/(?:body|formdata)|webidl\/index))|zod\/v4\/locales\/index)\.js$/;
    building.onLoad({ filter }, () => ({ contents: '' }));
  },
};

await rm(dist, { recursive: true, force: true });
const { metafile } = await build({
  ...common,
  entryPoints: ['src/cli/index.ts'],
  outfile: join(dist, 'cli.cjs'),
  plugins: [leaveOut],
  // By this undici leaves out a second parser, which it would try if it was told to.
  define: { esbuildDetection: 'true' },
});
await build({
  ...common,
  entryPoints: ['src/main.ts'],
  outfile: join(dist, 'fedistatus.cjs'),
  define: { 'import.meta.dirname': '__dirname' },
  // Turns `import()` of the other file into `require()`, which does not search it for its exports first.
  supported: { 'dynamic-import': false },
  plugins: [
    {
      name: 'a file of its own, which can be kept compiled',
      setup(building) {
        building.onResolve({ filter: /^\.\/cli\/index\.ts$/ }, () => ({ path: './cli.cjs', external: true }));
      },
    },
  ],
});
await escapeRest(join(dist, 'cli.cjs'));
await chmod(join(dist, 'fedistatus.cjs'), 0o755);
await writeFile(join(dist, 'THIRD-PARTY.txt'), await thirdPartyNotice(root, inputsOf(metafile)));

/**
 * esbuild escapes everything beyond ASCII but in regular expressions. One such character is enough for V8 to keep the
 * whole file with two bytes for each of its characters, for as long as the program runs.
 */
async function escapeRest(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const escaped = (character: string): string =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  await writeFile(file, text.replaceAll(/[^\0-\x7f]/g, escaped));
}

function inputsOf({ inputs }: Metafile): readonly string[] {
  return Object.keys(inputs);
}
