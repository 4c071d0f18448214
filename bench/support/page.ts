import type { Report } from './report.ts';
import type { MeasuredRow, Row } from './row.ts';
import { cellsOf, formatSpread } from './table.ts';

/** `docs/performance.md`: the last complete run of the benchmark, and what to think of it. */
export function performancePage(report: Report): string {
  return `${[
    '# Performance',
    introduction(report),
    '## The last run',
    table(
      ['figure', 'measured', 'target', 'stretch', 'reached'],
      report.rows
        .map(cellsOf)
        .map(({ figure, measured, target, stretch, met }) => [figure, measured, target, stretch, met]),
    ),
    legend,
    '## What the figures are made of',
    ingredients(report.rows),
    '## What is fair, and what is not',
    fairness,
    '## How cost grows',
    growth(report.rows),
    '## How it is measured',
    method,
    '## Run it yourself',
    usage(report),
  ].join('\n\n')}\n`;
}

function introduction({ at, minutes, isQuick, machine }: Report): string {
  const { processor, cores, memoryGigabytes, kernel, loadBefore, versions } = machine;
  const programs = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `What fedistatus costs, side by side with what else could do the work, measured in one run on one machine. This page is
made from \`bench/results/last.json\`: nobody has typed a figure.

Measured ${at.slice(0, 16).replace('T', ' ')} UTC, in ${minutes} minutes, on ${cores} cores of ${processor.trim()} with ${memoryGigabytes} GB, Linux ${kernel.split('-')[0]};
load before it: ${loadBefore}. ${programs.join(', ')}.${isQuick ? '\n\nThis was a quick run: few rounds, and not every figure.' : ''}`;
}

const legend = `Each figure is the median over its rounds, with the range in brackets. A ratio is that of two measurements of the same
round: read ratios, not microseconds, which belong to the machine. "Reached" says what the median reaches: the stretch goal, the
target (yes), or nothing of it (NO). A figure counts only when every probe was checked, status and keyword, and none failed or was
missed; otherwise the row says so instead.`;

function ingredients(rows: readonly Row[]): string {
  return table(
    ['figure', 'made of', 'rounds'],
    rows.map(row => [row.figure, cellsOf(row).beside, 'skipped' in row ? '' : String(row.rounds)]),
  );
}

const fairness = `- **blackbox_exporter does another job.** It keeps nothing and decides nothing: Prometheus asks it for each probe, so its figure has
  the incoming \`/probe\` request in it, a registry made for that one answer, and (paced) its compression. Ours plans its runs
  itself, and has in its figure the phases, the certificate's facts, histograms, evidence, confirmed states, diagnosis and the
  history in SQLite. That is what either costs its user, but it is not the same work.
- **Saturated figures flatter everyone.** A process that does nothing else has warm caches. The paced figures are those of a real
  installation: 67 probes a second, with the scrape in them, and every probe begins cold.
- **The C client is a floor, not a rival.** It measures no phases, keeps nothing and publishes nothing. Its OpenSSL is Debian's,
  which shakes hands more slowly than the newer one in Node.js: that flatters our distance over TLS.
- **Node.js has a floor, too.** The row of undici with nothing around it is one exchange after another, without a schedule, phases,
  limits, a judgement or a record: no daemon that asks with undici gets below it.
- **Debian's blackbox_exporter** is built with an older Go than upstream's; a current build may be faster.
- **We lose on memory and on start-up.** A JavaScript engine with a program in it is several times as large as a small Go
  program, and starts in fractions of a second instead of hundredths. The rows above say by how much. Somebody with 64 MB should
  take blackbox_exporter.
- **The latency that is exported is a little longer than the line's.** It ends when our process has seen the last byte, and begins
  before the kernel sends the first: the rows say how much that is, against the kernel's own timestamps. At few probes a second the
  process has gone cold in between, which makes it more.`;

function growth(rows: readonly Row[]): string {
  const [probe, scrape] = ['cost of a probe with', 'cost of a scrape with'].map(begin =>
    rows.find((row): row is MeasuredRow => row.figure.startsWith(begin) && !('skipped' in row)),
  );
  const measured =
    probe === undefined || scrape === undefined
      ? 'Not measured in this run.'
      : table(
          ['components, every 10 s', 'CPU of a probe', 'CPU of a scrape, gzip'],
          (probe.beside ?? []).map(({ name, value, unit }, index) => {
            const page = scrape.beside?.[index];
            return [
              name,
              formatSpread(value, unit),
              page === undefined ? '' : formatSpread(page.value, page.unit),
            ];
          }),
        );
  return `${measured}

A probe becomes cheaper as there are more of them, since the process is warmer, and stays as it is from a thousand on. A scrape
costs by the series. Beyond what one core can do, [several exporters share a list](sharding.md).`;
}

const method = `- Ours is what is shipped: the bundle that \`npm run build\` emits, with the options of the image and the unit, and with everything on
  that is on by default; the history is in a file.
- Two cores: one for whoever is measured, the other for nginx, for those who ask, and for the benchmark. Everything is loopback.
- The target is nginx, which answers with 2,110 bytes of JSON; the keyword is at their very end. TLS is a full handshake each time,
  verified against an authority of our own: no sessions, no tickets.
- The contestants take turns, A B C, then C B A, so that a machine that becomes slower hits all of them.
- Processor time is the scheduler's account of all threads of a process, in nanoseconds.
- *Saturated*: the real daemon with as many components, each every second, as it takes without a missed run, up to nine tenths of its core;
  blackbox_exporter and the C client with eight probes at once, all the time. Nobody is scraped. The daemon is one for all rounds,
  stopped while it is not its turn, so that what is compiled while it runs is compiled by then.
- *Paced*: 1,000 components every 15 seconds, and one compressed scrape in each window of 15 seconds; blackbox_exporter is asked as
  often, at even distances.
- *Scrape*: after 200 others, so that what is compiled while it runs is compiled, and the room that the start took is given back:
  scraped every 15 seconds, a daemon is as far within an hour; before that it is dearer. Every component is probed again between two
  scrapes, so that nothing of the page can be an old one. What the process uses anyway in that time is subtracted. The same text,
  served by Debian's pushgateway, is what client_golang takes for it.
- *Longest block*: the longest time between two turns of the event loop, from inside the daemon.
- *Latency*: a packet socket on the loopback device, from the SYN to the last byte of the answer, joined with the exported latency by path and time.
- *Long lines*: a relay between two tunnel devices, one of them in a network namespace, holds each packet for half of the round
  trip. It stands in for netem, which this kernel does not have.`;

function usage({ minutes }: Report): string {
  return `\`\`\`sh
npm run bench                       # everything, about ${Math.ceil(minutes / 5) * 5} minutes; as root, for namespaces and packet sockets
npm run bench -- quick              # the most important figures, two minutes
npm run bench -- latency memory     # these figures alone
npm run docs                        # makes this page from the last complete run
npx node bench/profile.ts http 1000 1    # where the daemon's time goes
\`\`\`

Debian's packages \`prometheus-blackbox-exporter prometheus-pushgateway nginx-light gcc libc6-dev libssl-dev iproute2 openssl\` are
needed; the benchmark names those that are missing. It stops what it started, also on Ctrl-C. A machine that does something else at
the same time spoils it: compare the ranges.

Other things are measured apart: \`npx node bench/history.ts\` (the history), \`npx node bench/status-page.ts\` (the status page),
\`npx node bench/start.ts\` (a start), \`npm run soak\` (whether anything grows with time).`;
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...lines.map(line)].join('\n');
}
