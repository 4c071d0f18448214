/**
 * The handle of the fire alarm: faults are looked at, set and healed over HTTP at `/_demo`, on the port of the simulated
 * server. Only for programs on this machine, and only under a loopback name, so that no web page can reach it through a
 * name that resolves to loopback (DNS rebinding).
 */

import { UnknownFaultError } from './fault.ts';
import type { FaultBoard } from './fault-board.ts';
import { type DemoRequest, type HeaderList, type HttpAnswer, httpAnswer } from './message.ts';
import type { Site } from './site.ts';

/** Where the control lives. */
export const controlPath: string = '/_demo';

export interface ControlDeps {
  readonly board: FaultBoard;
  readonly site: Site;
  readonly software: string;
  readonly version: string;
}

export function isControl({ path }: DemoRequest): boolean {
  return path === controlPath || path.startsWith(`${controlPath}/`);
}

/** Answers a control request: JSON for the overview, lines of text for everything that people type. */
export function control(deps: ControlDeps, request: DemoRequest, remoteAddress: string): HttpAnswer {
  const { board, site } = deps;
  if (!isLoopbackAddress(remoteAddress) || !isLoopbackName(request.host)) {
    return text(403, 'the control is for this machine only');
  }
  const path = request.path.slice(controlPath.length).replace(/\/$/, '');
  if (path === '') return allow(request, { GET: () => json(overview(deps)) });
  if (path === '/faults') {
    return allow(request, {
      GET: () => text(200, table(board)),
      DELETE: () => change(board, () => board.heal()),
    });
  }
  const id = /^\/faults\/([\w:%-]+)$/.exec(path)?.[1]?.replaceAll(/%3a/gi, ':');
  if (id === undefined) return text(404, ['nothing here; try:', ...help(site)].join('\n'));
  return allow(request, {
    PUT: () => change(board, () => board.break(id)),
    DELETE: () => change(board, () => board.heal(id)),
  });
}

function allow({ method }: DemoRequest, methods: Readonly<Record<string, () => HttpAnswer>>): HttpAnswer {
  const action = Object.entries(methods).find(([name]) => name === (method === 'HEAD' ? 'GET' : method))?.[1];
  if (action !== undefined) return action();
  const names = Object.keys(methods).join(', ');
  return text(405, `use one of: ${names}`, [['Allow', names]]);
}

function change(board: FaultBoard, action: () => void): HttpAnswer {
  try {
    action();
  } catch (error) {
    if (error instanceof UnknownFaultError) return text(404, error.message);
    throw error;
  }
  const { active } = board;
  return text(200, active.length === 0 ? 'nothing is broken' : `broken now: ${active.join(', ')}`);
}

/** One fault a line, those that are set marked with a star. */
function table({ faults, active }: FaultBoard): string {
  const width = Math.max(...faults.map(({ id }) => id.length));
  const lines = faults.map(
    ({ id, summary }) => `${active.includes(id) ? '*' : ' '} ${id.padEnd(width)}  ${summary}`,
  );
  return lines.join('\n');
}

function overview({ board, site, software, version }: ControlDeps): unknown {
  const { active, faults } = board;
  return {
    software,
    version,
    domain: site.localDomain,
    web: site.webOrigin,
    account: site.account,
    streaming: site.streamingBase,
    object_storage: `${site.storageOrigin}/check.txt`,
    active,
    faults: faults.map(({ id, summary, diagnosis }) => ({
      id,
      summary,
      diagnosis,
      active: active.includes(id),
    })),
    help: help(site),
  };
}

function help({ port }: Site): readonly string[] {
  const base = `http://127.0.0.1:${port}${controlPath}`;
  return [
    `curl ${base}/faults               every fault; a star marks those that are set`,
    `curl -X PUT ${base}/faults/ID     break`,
    `curl -X DELETE ${base}/faults/ID  heal`,
    `curl -X DELETE ${base}/faults     heal everything`,
  ];
}

function json(document: unknown): HttpAnswer {
  const body = `${JSON.stringify(document, null, 2)}\n`;
  return httpAnswer(200, [['Content-Type', 'application/json; charset=utf-8'], uncached], body);
}

function text(status: number, body: string, headers: HeaderList = []): HttpAnswer {
  return httpAnswer(
    status,
    [['Content-Type', 'text/plain; charset=utf-8'], uncached, ...headers],
    `${body}\n`,
  );
}

const uncached = ['Cache-Control', 'no-store'] as const;

function isLoopbackAddress(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address);
}

function isLoopbackName(host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(name)
  );
}
