/**
 * Takes the webhook of Alertmanager and tells the sysop in the fediverse, by a direct message. One file without packages,
 * for Node.js 24 and later:
 *
 *   node mastodon-bridge.ts --server=https://other.example --to=@sysop@other.example --token-file=mastodon_token
 *
 * `--server` is where the account that sends lives: ANOTHER server than the watched one, or the message that it is down
 * goes down with it. Its token (Preferences → Development → New application) needs the scope `write:statuses` and nothing
 * else. Software with Mastodon's API does as well.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { parseArgs } from 'node:util';

/** What it reads of Alertmanager's webhook, version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). */
interface Notification {
  readonly groupKey: string;
  readonly alerts: readonly Alert[];
}

interface Alert {
  readonly status: 'firing' | 'resolved';
  readonly startsAt: string;
  readonly fingerprint: string;
  readonly annotations: Readonly<Record<string, string>>;
}

/** Mastodon's own limit is 500, and software with a smaller one is rare. */
const longestMessage = 500;
const largestBody = 1024 * 1024;
const timeoutMs = 10_000;

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    to: { type: 'string' },
    'token-file': { type: 'string' },
    listen: { type: 'string', default: '127.0.0.1:10063' },
  },
});
const { server, to, 'token-file': tokenFile, listen } = values;
if (server === undefined || to === undefined || tokenFile === undefined) {
  process.stderr.write('--server, --to and --token-file are needed\n');
  process.exit(2);
}
const token = readFileSync(tokenFile, 'utf8').trim();
const { hostname, port } = new URL(`http://${listen}`);

const bridge = createServer((request, response) => {
  const status = request.method === 'POST' ? pass(request) : Promise.resolve(405);
  // A request that breaks off needs no answer, but must not end the bridge.
  status.then(
    code => response.writeHead(code).end(),
    () => response.destroy(),
  );
});
bridge.listen(Number(port), hostname);
process.once('SIGTERM', () => bridge.close());

/** The status for Alertmanager, which tries again after a 5xx and gives up after a 4xx. */
async function pass(request: IncomingMessage): Promise<number> {
  const body = await bodyOf(request);
  if (body === null) return 413;
  const notification = notificationOf(body);
  if (notification === null) return 400;
  try {
    return await post(messageOf(notification), keyOf(notification));
  } catch (error) {
    process.stderr.write(`${server} cannot be reached: ${String(error)}\n`);
    return 502;
  }
}

function notificationOf(body: string): Notification | null {
  try {
    const { groupKey, alerts } = JSON.parse(body);
    return typeof groupKey === 'string' && Array.isArray(alerts) && alerts.every(isAlert)
      ? { groupKey, alerts }
      : null;
  } catch {
    return null;
  }
}

function isAlert(value: Partial<Alert> | null): boolean {
  return typeof value?.status === 'string' && typeof value.annotations === 'object';
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // The rest is read as well: to leave off closes the connection, before the sender has heard why.
    if (size <= largestBody) chunks.push(chunk);
  }
  return size > largestBody ? null : Buffer.concat(chunks).toString('utf8');
}

/** Who it is for, what each alert says in a line, why the first one that fires does, and where to read on. */
function messageOf({ alerts }: Notification): string {
  const firing = alerts.filter(isFiring);
  // What is over comes last: the end of a long message is cut off.
  const ordered = [...firing, ...alerts.filter(alert => !isFiring(alert))];
  const lines = ordered.map(
    ({ status, annotations }) => `${status.toUpperCase()}: ${annotations['summary'] ?? 'an alert'}`,
  );
  const why = firing[0]?.annotations['description'] ?? '';
  const link = ordered[0]?.annotations['runbook_url'] ?? '';
  const head = `${to}\n${lines.join('\n')}\n${why}`.trim();
  return `${shortened(head, longestMessage - link.length - 1)}\n${link}`.trim();
}

function isFiring({ status }: Alert): boolean {
  return status === 'firing';
}

function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** The same for each attempt to pass on one notification: a message that came through is not sent twice. */
function keyOf({ groupKey, alerts }: Notification): string {
  const states = alerts.map(({ fingerprint, status, startsAt }) => [fingerprint, status, startsAt]);
  return createHash('sha256')
    .update(JSON.stringify([groupKey, states]))
    .digest('hex');
}

async function post(status: string, key: string): Promise<number> {
  const answer = await fetch(new URL('/api/v1/statuses', server), {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Idempotency-Key': key },
    body: new URLSearchParams({ status, visibility: 'direct' }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  await answer.body?.cancel();
  if (answer.ok) return 200;
  process.stderr.write(`${server} answered ${answer.status}\n`);
  return 502;
}
