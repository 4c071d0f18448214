import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';

/** How the fake answers for a name: addresses of both families, a response code, or worse. */
export type DnsAnswer =
  | readonly string[]
  | 'nxdomain'
  | 'servfail'
  | 'refused'
  | 'garbage'
  | 'silence'
  | { readonly silentFor: number; readonly addresses: readonly string[] }
  | { readonly cname: string; readonly addresses: readonly string[] }
  | { readonly txt?: readonly string[]; readonly mx?: readonly (readonly [number, string])[] };

export interface FakeDns extends AsyncDisposable {
  /** `host:port`, as a configuration writes it. */
  readonly address: string;
  readonly server: { readonly host: string; readonly port: number };
  /** `name TYPE` of each question. */
  readonly questions: readonly string[];
}

const types: Readonly<Record<number, string>> = { 1: 'A', 15: 'MX', 16: 'TXT', 28: 'AAAA' };
const codes = { nxdomain: 3, servfail: 2, refused: 5 } as const;

/** A DNS server on UDP loopback (RFC 1035). A name that is not listed does not exist. */
export async function fakeDns(zone: Readonly<Record<string, DnsAnswer>>): Promise<FakeDns> {
  const socket: UdpSocket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    const { name, type, end } = questionOf(query);
    questions.push(`${name} ${types[type] ?? type}`);
    const answer = zone[name.toLowerCase()] ?? 'nxdomain';
    if (answer === 'silence' || isSilentFor(answer, type)) return;
    socket.send(replyTo(query, end, type, answer), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  return {
    address: `127.0.0.1:${port}`,
    server: { host: '127.0.0.1', port },
    questions,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  while (query[at] !== 0) {
    const length = query[at]!;
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** Whether a question of this type gets no answer, though others of the name do. */
function isSilentFor(answer: DnsAnswer, type: number): boolean {
  return typeof answer === 'object' && 'silentFor' in answer && answer.silentFor === type;
}

function replyTo(query: Buffer, end: number, type: number, answer: DnsAnswer): Buffer {
  const header = Buffer.alloc(12);
  query.copy(header, 0, 0, 2);
  if (answer === 'garbage') return Buffer.concat([header.subarray(0, 2), Buffer.from('zzzz')]);
  const code = typeof answer === 'string' ? codes[answer as keyof typeof codes] : 0;
  const data = typeof answer === 'string' ? [] : recordsOf(type, answer);
  const alias = typeof answer === 'object' && 'cname' in answer ? [record(5, nameBytes(answer.cname))] : [];
  const records = [...alias, ...data.map(bytes => record(type, bytes))];
  header.writeUInt16BE(0x8180 | code, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  return Buffer.concat([header, query.subarray(12, end), ...records]);
}

function record(type: number, data: Buffer): Buffer {
  const head = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 60, 0, 0]);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function recordsOf(type: number, answer: Exclude<DnsAnswer, string>): readonly Buffer[] {
  if (Array.isArray(answer)) {
    const wanted = (answer as readonly string[]).filter(address => address.includes(':') === (type === 28));
    return type === 1 || type === 28 ? wanted.map(addressBytes) : [];
  }
  if ('addresses' in answer) return recordsOf(type, answer.addresses);
  const { txt = [], mx = [] } = answer as {
    txt?: readonly string[];
    mx?: readonly (readonly [number, string])[];
  };
  if (type === 16) return txt.map(text => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]));
  if (type !== 15) return [];
  return mx.map(([priority, name]) => {
    return Buffer.concat([Buffer.from([priority >> 8, priority & 255]), nameBytes(name)]);
  });
}

function nameBytes(name: string): Buffer {
  const labels = name.split('.').flatMap(label => [Buffer.from([label.length]), Buffer.from(label)]);
  return Buffer.concat([...labels, Buffer.from([0])]);
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [left = '', right] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const before = groups(left);
  const after = right === undefined ? [] : groups(right);
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after];
  return Buffer.from(all.map(group => group.padStart(4, '0')).join(''), 'hex');
}
