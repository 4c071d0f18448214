import { textAt } from '../core/json-text.ts';
import { readServerInfo } from '../core/server-info.ts';
import { ProbeFailure } from '../probe/failure.ts';
import { readNodeinfoLink } from '../probe/nodeinfo/document.ts';
import { shown } from './shown.ts';

/** What the document says that matters here. */
export interface NodeinfoFacts {
  /** As registered by the software: lower case. null: no name that can be one. */
  readonly name: string | null;
  readonly version: string | null;
  readonly title: string | null;
}

/** Where the document is, by the well-known one at `base`; null: nowhere. */
export function nodeinfoAddress(links: string, base: string): string | null {
  try {
    const url = new URL(readNodeinfoLink(links));
    // Some servers behind a proxy name themselves with `http:` (BookWyrm).
    if (base.startsWith('https:')) url.protocol = 'https:';
    return url.href;
  } catch (error) {
    if (!(error instanceof ProbeFailure)) throw error;
    return null;
  }
}

export function readNodeinfo(document: unknown): NodeinfoFacts {
  const { software, version } = readServerInfo(document);
  const title = textAt(document, '$.metadata.nodeName');
  return { name: software, version, title: title === null ? null : shown(title, 80) };
}
