/**
 * What the status page costs: `npx node bench/status-page.ts [components]`. Prints the time to build the public view and
 * to render each kind of file of a page with 90 days and many components, and how large they are.
 */
import { gzipSync } from 'node:zlib';
import { liveLinks } from '../src/publish/status/links.ts';
import { siteParts } from '../src/publish/status/site.ts';
import { staticFiles } from '../src/publish/status/static-files.ts';
import { languages } from '../src/publish/status/text/index.ts';
import { buildPublicView } from '../src/publish/status/view/build.ts';
import { day, minute } from '../test/support/history-values.ts';
import { pageInstant as at, eventfulStory, tell } from '../test/support/status-values.ts';

const [count = 200] = process.argv.slice(2).map(Number);
const limitMs = 50;

const many = tell({
  components: Array.from({ length: count }, (_, index) => ({
    name: `component_${index}`,
    title: { en: `Component ${index}`, ko: `구성 요소 ${index}` },
    group: `Group ${Math.floor(index / 9)}`,
    // Something every nine days, as an unlucky server has it.
    changes: Array.from({ length: 10 }, (_each, round) => at - (89 - round * 9 - (index % 9)) * day).flatMap(
      when =>
        [
          [index % 2 === 0 ? 'outage' : 'degraded', when],
          ['operational', when + 12 * minute],
        ] as const,
    ),
  })),
});
many.status();

const page = measure('view and first page, cold', 1, () => firstPage());
const warm = measure('view and first page, warm', 60, () => firstPage());
console.log(`${count} components, 90 days: ${sizeOf(page)}`);
measure(`all public files (${files().length})`, 5, () => files());
console.log(`a usual server: ${sizeOf(firstPage(tell(eventfulStory())))}`);
if (warm.ms > limitMs) {
  console.error(`more than ${limitMs} ms`);
  process.exitCode = 1;
}

function firstPage(snapshot = many): string {
  const view = buildPublicView(snapshot);
  const words = languages[0];
  const links = liveLinks({ from: '', publicUrl: null }, null);
  const context = { view, words, links, staleAfterMs: 900_000 };
  return siteParts.map(part => part.render('', context)?.body ?? '').join('');
}

function files(): readonly { readonly body: string }[] {
  return staticFiles(many, { staleAfterMs: 900_000 }).map(({ render }) => ({ body: render() ?? '' }));
}

function measure<T>(name: string, rounds: number, work: () => T): T & { readonly ms: number } {
  const before = process.cpuUsage();
  let result = work();
  for (let round = 1; round < rounds; round++) result = work();
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000 / rounds;
  console.log(`${name}: ${ms.toFixed(1)} ms of processor time`);
  return Object.assign(Object(result), { ms });
}

function sizeOf(text: { toString(): string }): string {
  const bytes = Buffer.from(text.toString());
  return `${(bytes.length / 1024).toFixed(1)} KiB, ${(gzipSync(bytes).length / 1024).toFixed(1)} KiB compressed`;
}
