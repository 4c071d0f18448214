import { jsonAnswer } from '../answers.ts';
import type { Endpoint } from '../endpoint.ts';
import type { Dependency } from '../route.ts';
import type { Site } from '../site.ts';

/** What nodeinfo says that differs from software to software. */
export interface NodeinfoFacts {
  readonly name: string;
  readonly version: string;
  readonly metadata?: object;
}

/** The documents that there are (https://nodeinfo.diaspora.software/protocol). */
export function nodeinfoLinksDocument(
  links: readonly NodeinfoLink[],
  moreLinks: readonly object[] = [],
): object {
  const documents = links.map(({ schema, href }) => ({
    rel: `http://nodeinfo.diaspora.software/ns/schema/${schema}`,
    href,
  }));
  return { links: [...documents, ...moreLinks] };
}

export interface NodeinfoLink {
  readonly schema: string;
  readonly href: string;
}

/** A nodeinfo document of one user and eight posts. */
export function nodeinfoDocument(schema: string, { name, version, metadata = {} }: NodeinfoFacts): object {
  return {
    version: schema,
    software: { name, version },
    protocols: ['activitypub'],
    services: { outbound: [], inbound: [] },
    usage: { users: { total: 1, activeMonth: 1, activeHalfyear: 1 }, localPosts: 8 },
    openRegistrations: false,
    metadata,
  };
}

/** How one software does nodeinfo. */
export interface NodeinfoStyle extends NodeinfoFacts {
  /** Paths of the documents by version of their schema, in the order in which they are listed. */
  readonly paths: Readonly<Record<string, string>>;
  /** Links to something else that stand beside those to the documents. */
  readonly moreLinks?: readonly object[];
  /** Media type of the documents; `application/json` with a charset unless given. */
  readonly type?: string;
  readonly linksCache?: string;
  readonly documentCache?: string;
  /** What the documents cannot be made without; the database unless given. */
  readonly needs?: readonly Dependency[];
  readonly outlivesDatabaseMs?: number;
}

/** The list of documents and the documents. */
export function nodeinfo({ webOrigin }: Site, style: NodeinfoStyle): readonly Endpoint[] {
  const { paths, moreLinks = [], type, linksCache, documentCache } = style;
  const { needs = ['database'], outlivesDatabaseMs = 0 } = style;
  const list: Endpoint = {
    path: '/.well-known/nodeinfo',
    component: 'nodeinfo',
    needs: [],
    answer: () => {
      const links = Object.entries(paths).map(([schema, path]) => ({ schema, href: webOrigin + path }));
      return jsonAnswer(nodeinfoLinksDocument(links, moreLinks), {
        ...(linksCache !== undefined && { cache: linksCache }),
      });
    },
  };
  const documents = Object.entries(paths).map(
    ([schema, path]): Endpoint => ({
      path,
      component: 'nodeinfo',
      needs,
      outlivesDatabaseMs,
      answer: () =>
        jsonAnswer(nodeinfoDocument(schema, style), {
          ...(type !== undefined && { type }),
          ...(documentCache !== undefined && { cache: documentCache }),
        }),
    }),
  );
  return [list, ...documents];
}
