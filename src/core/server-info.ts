/** What a server says of itself in the answers that probes get anyway: NodeInfo, and the instance API of its software. */
import { escapeControls } from './escape.ts';
import { readAt, textAt } from './json-text.ts';

/** The software of a server, as it names it. Bounded, and on one line. */
export interface RunningSoftware {
  readonly name: string;
  readonly version: string;
}

export interface ServerInfo {
  /** null: it does not name it. */
  readonly software: string | null;
  /** null: it names none. */
  readonly version: string | null;
  /** The link to a status page; null: not set. undefined: this document has no such thing. */
  readonly statusLink: string | null | undefined;
}

/** Reads what any of the documents says. Every one of them may be something else altogether. */
export function readServerInfo(document: unknown): ServerInfo {
  const name = textAt(document, '$.software.name');
  const written = firstText(document, ['$.software.version', '$.version', '$.serverVersion']);
  const link = readAt(document, '$.configuration.urls.status');
  return {
    ...(written === null ? noVersion : readVersion(written)),
    ...(name === null ? {} : { software: softwareName(name) }),
    statusLink: link === undefined ? undefined : typeof link === 'string' ? bounded(link, 300) : null,
  };
}

const noVersion = { software: null, version: null } as const;

/**
 * Servers that only speak Mastodon's API say so: `2.7.2 (compatible; Akkoma 3.10.4)`, `3.0.0 (compatible; Sharkey 2025.4.4;
 * like Akkoma)`, `4.2.1 (compatible; Iceshrimp.NET/2024.1)`, `4.0.0 (not true; really snac/2.75)`.
 */
const realName = /\((?:compatible|not true); (?:really )?([\w.-]{1,40})(?:[ /]([^;)]{1,60}))?/i;

function readVersion(text: string): Pick<ServerInfo, 'software' | 'version'> {
  const [, name, version] = realName.exec(text) ?? [];
  if (name === undefined) return { software: null, version: bounded(text, longestVersion) };
  return { software: softwareName(name), version: bounded(version ?? text, longestVersion) };
}

const longestVersion = 60;

/** NodeInfo's own form of a name; null: none. */
function softwareName(text: string): string | null {
  const name = text.trim().toLowerCase();
  return /^[a-z0-9][a-z0-9._-]{0,39}$/.test(name) ? name : null;
}

function bounded(text: string, longest: number): string | null {
  const start = escapeControls(text.slice(0, longest).trim());
  return start === '' ? null : start;
}

function firstText(document: unknown, paths: readonly string[]): string | null {
  return paths.map(path => textAt(document, path)).find(text => text !== null) ?? null;
}
