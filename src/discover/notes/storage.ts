import type { Note } from '../discovery.ts';
import type { MediaFacts } from '../media.ts';
import { note } from './note.ts';

/** What is to be done where no check file was found. */
export function noCheckFile(media: MediaFacts): readonly Note[] {
  switch (media.kind) {
    case 'check_file':
      return [];
    case 'same_host':
      return [note('hint', 'object_storage', `uploads are on the web server itself (${media.from})`)];
    case 'object':
      return [
        note(
          'hint',
          'object_storage',
          'a picture stands in for a check file, and goes away when it is changed',
          [...placing(media.checkFile), 'and take the component object_storage below away.'],
        ),
      ];
    case 'host':
      return [
        note(
          'missing',
          'object_storage',
          `it seems to be ${new URL(media.checkFile).host} (${media.from}), but ${media.why}`,
          placing(media.checkFile),
        ),
      ];
    case 'unknown':
      return [
        note('missing', 'object_storage', 'no trace of one: no picture, no emoji, no hint on the page', [
          'If your uploads are elsewhere:',
          ...placing('https://YOUR-MEDIA-HOST/check.txt'),
        ]),
      ];
    default:
      return media satisfies never;
  }
}

/** How to place the file. */
function placing(url: string): readonly string[] {
  return [
    `Put a file there that everybody can read and that contains OK, so that it answers at ${url}:`,
    '  printf OK > check.txt',
    '  aws s3 cp check.txt s3://YOUR-BUCKET/check.txt --acl public-read --content-type text/plain',
    '  (mc cp, s3cmd put or rclone copy do as well; nginx in front: allow it like any upload)',
    `then set object_storage: ${url}`,
  ];
}
