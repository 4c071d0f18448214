import { readAt, textAt } from '../core/json-text.ts';
import { readServerInfo } from '../core/server-info.ts';
import { normaliseDomain } from '../probe/domain-name.ts';
import { type Reply, readJson } from './asker.ts';
import { shown } from './shown.ts';

/** Mastodon's instance API, which other software has, too. */
export interface InstanceFacts {
  /** The path that answered. */
  readonly path: string;
  readonly document: unknown;
  readonly version: string;
  /** The domain in handles; null: it names none. */
  readonly domain: string | null;
  readonly title: string | null;
  /** The name that the version or the source gives; null: none. */
  readonly software: string | null;
  readonly isLimited: boolean;
  /** `configuration.urls.status`; undefined: this API has no such thing. */
  readonly statusLink: string | null | undefined;
}

export const instancePaths = ['/api/v2/instance', '/api/v1/instance'] as const;

/** Reads an answer of the instance API; null when it is anything else. */
export function readInstance(reply: Reply, path: string): InstanceFacts | null {
  const json = readJson(reply);
  if (!json.ok) return null;
  const { document, answer } = json;
  const version = textAt(document, '$.version');
  const named = textAt(document, '$.domain') ?? textAt(document, '$.uri');
  if (version === null || named === null) return null;
  const title = textAt(document, '$.title');
  const info = readServerInfo(document);
  return {
    path,
    document,
    version: shown(info.version ?? version, 60),
    // Pleroma writes an address where Mastodon has the bare name.
    domain: normaliseDomain(named.replace(/^https?:\/\//i, '').replace(/\/$/, '')),
    title: title === null ? null : shown(title, 80),
    software: info.software ?? guessSoftware(document, version, answer.answeredBy === 'application'),
    isLimited: readAt(document, '$.configuration.limited_federation') === true,
    statusLink: info.statusLink,
  };
}

/** Where the answer does not name it, the source code that it links to may, or the program that answered. */
function guessSoftware(document: unknown, version: string, isRails: boolean): string | null {
  const source = textAt(document, '$.source_url');
  const [, repository] = /\/([\w.-]{1,40})\/?$/.exec(source ?? '') ?? [];
  if (repository !== undefined) return repository.toLowerCase();
  return isRails && /^\d+\.\d+/.test(version) ? 'mastodon' : null;
}
