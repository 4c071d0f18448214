/**
 * Whether the daemon lasts: `npm run soak [-- minutes]`, ten by default. It watches targets of every kind of ill will,
 * each every second or two, reads the daemon's pages all the while, and reloads its configuration now and then. Prints
 * memory, handles and timers as they go, and ends with 1 when anything of that has grown from the third quarter to the last:
 * by then the heap and malloc have found their size, which takes seven minutes on a slow machine.
 *
 * The daemon runs with the environment of the image and of the unit. By default glibc makes an arena for each thread (eight
 * for each processor at most), and each keeps the most that its thread ever needed at once, which bombs bring about by and
 * by: that grows for five minutes, by 120 MiB in all, and then no more. In one arena there is less of that, and all of a leak.
 */
import { readdir, readFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { attacks, startAttacker } from '../test/support/attacker.ts';
import { testAuthority } from '../test/support/certificates.ts';
import { sample, startDaemon } from '../test/support/daemon.ts';
import { answer, flood, type HostileServer, hostileServer } from '../test/support/hostile-server.ts';
import { data, endStream, frameServer, goAway, head, resetStream } from '../test/support/http2-frames.ts';
import { shippedEnvironment, shippedOptions } from './support/our-programs.ts';

const minutes = Number(process.argv[2] ?? 10);
const mebibyte = 1024 * 1024;

/** What may be larger at the end than in the beginning, for the noise of a running process. */
const allowances = { residentMiB: 24, heapMiB: 8, externalMiB: 8, files: 8, handles: 8, timers: 16 } as const;
const names = ['residentMiB', 'heapMiB', 'externalMiB', 'files', 'handles', 'timers'] as const;

type Figures = Readonly<Record<keyof typeof allowances, number>>;

await using attacker = await startAttacker();
await using moods = await moodyServer();
await using authority = await testAuthority();
await using framesServer = await moodyHttp2Server();
const args = ['--log.level=error', '--web.enable-lifecycle'];
await using daemon = await startDaemon(configFor(), args, {
  ...shippedEnvironment,
  NODE_OPTIONS: shippedOptions.join(' '),
});
const endsAt = performance.now() + minutes * 60_000;
const everyMs = Math.max(1000, minutes * 1000);
const figures: Figures[] = [];
for (let turn = 0; performance.now() < endsAt; turn += 1) {
  await visit(turn);
  await delay(everyMs);
  const taken = await take();
  figures.push(taken);
  if (turn % 6 === 0) console.log(`${Math.round(performance.now() / 1000)} s`, JSON.stringify(taken));
}

const quarter = Math.floor(figures.length / 4);
const before = figures.slice(-2 * quarter, -quarter);
const end = figures.slice(-quarter);
const probes = Array.from((await daemon.metrics()).matchAll(/^fedistatus_probes_total\{.*\} (\d+)/gm));
console.log(
  `${probes.reduce((sum, [, count]) => sum + Number(count), 0)} probes of ${probes.length} components`,
);
let hasGrown = false;
for (const name of names) {
  const [former, latter] = [lowest(before, name), lowest(end, name)];
  // A figure that is missing is none that is right.
  const isTooMuch = !(latter - former <= allowances[name]);
  hasGrown ||= isTooMuch;
  console.log(`${name}: ${former} → ${latter}${isTooMuch ? ' GROWN' : ''}`);
}
const errors = daemon.program.output();
if (errors !== '') console.log(`the daemon says:\n${errors.slice(0, 2000)}`);
process.exitCode = hasGrown || errors !== '' ? 1 : 0;

/** What is there all the time: the lowest figure, since garbage comes and goes. */
function lowest(window: readonly Figures[], name: keyof Figures): number {
  return Math.min(...window.map(taken => taken[name]));
}

async function take(): Promise<Figures> {
  const { pid } = daemon.program.process;
  const text = await daemon.metrics();
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return {
    residentMiB: Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024),
    heapMiB: Math.round((sample(text, 'nodejs_heap_size_used_bytes') ?? Number.NaN) / mebibyte),
    externalMiB: Math.round((sample(text, 'nodejs_external_memory_bytes') ?? Number.NaN) / mebibyte),
    files: (await readdir(`/proc/${pid}/fd`)).length,
    handles: total(text, /^nodejs_active_resources\{type="(?!Timeout")[^"]+"\} (\d+)/gm),
    timers: total(text, /^nodejs_active_resources\{type="Timeout"\} (\d+)/gm),
  };
}

/** Not a number where there is nothing to add up. */
function total(text: string, pattern: RegExp): number {
  const values = Array.from(text.matchAll(pattern), ([, value]) => Number(value));
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0);
}

/** What readers do, some of whom go away before they have their answer. */
async function visit(turn: number): Promise<void> {
  const path = '/probe?server=hostile.localhost&component=never';
  const impatient = AbortSignal.timeout(100);
  const address = `http://127.0.0.1:${daemon.port}`;
  await fetch(address + path, { signal: impatient }).catch(() => undefined);
  await (await daemon.get('/debug/components')).text();
  if (turn % 10 === 9) await (await fetch(`${address}/-/reload`, { method: 'POST' })).text();
}

/** A server on one port that does something else to each connection, with or without TLS asked for. */
async function moodyServer(): Promise<
  AsyncDisposable & { readonly port: number; readonly closedPort: number }
> {
  let mood = 0;
  const server = await hostileServer(
    socket => {
      mood += 1;
      if (mood % 5 === 0) socket.resetAndDestroy();
      else if (mood % 5 === 1) socket.end();
      else if (mood % 5 === 2) socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 40]));
      else if (mood % 5 === 3) socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\xff');
      else socket.end(answer('OK'));
    },
    { atOnce: true },
  );
  const closed = createServer();
  await new Promise<void>(resolve => closed.listen(0, '127.0.0.1', resolve));
  const { port: closedPort } = closed.address() as AddressInfo;
  await new Promise(resolve => closed.close(resolve));
  return { port: server.port, closedPort, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

/** The same over HTTP/2: each connection meets the next way not to answer. */
async function moodyHttp2Server(): Promise<HostileServer> {
  const { key, chain } = await authority.issue();
  const ways: readonly ((socket: Socket) => void)[] = [
    socket => void socket.write(resetStream(7)),
    socket => void socket.write(goAway(11, 0)),
    socket => void socket.end(),
    socket => void socket.write(Buffer.concat([head('200', [['X-Upper-Case', 'y']]), data('OK', endStream)])),
    socket => void socket.write(Buffer.concat([head('200'), data('OK'), resetStream(2)])),
    socket => flood(socket, head('200').toString('latin1'), data('x'.repeat(16_000))),
    socket => flood(socket, '', head('103')),
    () => {},
    socket => void socket.write(Buffer.concat([head('200'), data('OK', endStream)])),
  ];
  let connections = 0;
  return frameServer({ key, cert: chain }, socket => ways[(connections += 1) % ways.length]?.(socket));
}

function configFor(): string {
  const { port, closedPort } = moods;
  const hostile = attacks.map(attack => {
    const url = `http://127.0.0.1:${attacker.port}/${attack}`;
    return `      ${attack}: { url: "${url}", keyword: not there, regex: "\\\\s+$", json: [{ path: "$[0]" , exists: false }] }`;
  });
  const at = `127.0.0.1:${port}`;
  return `
interval: 2s
timeout: 1500ms
history: memory
evidence: { excerpt: 1KiB, keep: 5 }
servers:
  - domain: hostile.localhost
    components:
${hostile.join('\n')}
  - domain: moody.localhost
    components:
      http: { url: "http://${at}/", keyword: OK, interval: 1s, timeout: 900ms }
      https: { url: "https://${at}/", interval: 1s, timeout: 900ms }
      http2: { url: "https://localhost:${framesServer.port}/", http2: true, tls: { ca_file: "${authority.caFile}" }, interval: 1s, timeout: 900ms }
      tls: { type: tls, address: "${at}" }
      tcp: { type: tcp, address: "${at}", expect: "^220 " }
      websocket: { type: websocket, url: "ws://${at}/" }
      activitypub: { type: activitypub, url: "http://${at}" }
      both: { url: "http://localhost:${port}/", ip: both }
      closed: { url: "http://127.0.0.1:${closedPort}/" }
      unknown: { url: "http://nobody.invalid/" }
      deaf_dns: { type: dns, name: a.example, server: "127.0.0.1:${closedPort}" }
`;
}
