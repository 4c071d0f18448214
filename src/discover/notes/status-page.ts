import { compareStatusLink, statusLinkSetting } from '../../core/status-link.ts';
import type { Note } from '../discovery.ts';
import { note } from './note.ts';

/** Mastodon shows a link to the status page to its users, once the sysop has set it (4.1 and later). */
export function statusPageNotes(link: string | null | undefined, pageUrl: string | null): readonly Note[] {
  if (link === undefined) return [];
  if (pageUrl === null) {
    return link === null
      ? [
          note('hint', 'status page', 'the server links to no status page', [
            `Once yours is public, set it: ${statusLinkSetting}`,
          ]),
        ]
      : [
          note('hint', 'status page', `the server links to ${link}`, [
            'Write it as page.public_url if that is this one.',
          ]),
        ];
  }
  const compared = compareStatusLink(link, pageUrl);
  switch (compared.kind) {
    case 'same':
      return [];
    case 'unset':
      return [
        note('hint', 'status page', `the server does not link to ${pageUrl}`, [
          `Set it: ${statusLinkSetting}`,
        ]),
      ];
    case 'other':
      return [
        note('trouble', 'status page', `the server links to ${compared.link}, not to ${pageUrl}`, [
          `Change it: ${statusLinkSetting}`,
        ]),
      ];
    default:
      return compared satisfies never;
  }
}
