import { createHash, randomBytes } from 'node:crypto';
import {
  type DemoAnswer,
  type DemoRequest,
  type HeaderList,
  type HttpAnswer,
  httpAnswer,
} from './message.ts';
import type { Route } from './route.ts';

/** Path of the contact account's picture, as Mastodon names such objects. */
export const avatarPath: string = '/accounts/avatars/000/000/001/original/6d6173746f646f6e.png';

/** Path of the custom emoji's picture. */
export const emojiPath: string = '/custom_emojis/images/000/000/001/original/66656469.png';

/** A transparent PNG of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

interface StoredObject {
  readonly type: string;
  readonly body: Buffer;
}

/** What lies in the bucket. `check.txt` is the file that a sysop places there for the monitor. */
const objects: ReadonlyMap<string, StoredObject> = new Map([
  ['/check.txt', { type: 'text/plain', body: Buffer.from('OK\n') }],
  [avatarPath, { type: 'image/png', body: pixel }],
  [emojiPath, { type: 'image/png', body: pixel }],
]);

/** The object storage: an S3 bucket behind a host name of its own. */
export function storageRoute(): Route {
  return {
    part: 'storage',
    component: 'object_storage',
    needs: [],
    outlivesDatabaseMs: 0,
    answer: storedObject,
    crash: () => storageError(500, 'InternalError', 'We encountered an internal error. Please try again.'),
  };
}

function storedObject({ path }: DemoRequest): DemoAnswer {
  const object = objects.get(path);
  if (object === undefined) return storageError(404, 'NoSuchKey', 'The specified key does not exist.');
  const headers: HeaderList = [
    ...storageHeaders(),
    ['Content-Type', object.type],
    ['ETag', `"${createHash('md5').update(object.body).digest('hex')}"`],
    ['Last-Modified', 'Sun, 20 Nov 2022 03:04:05 GMT'],
    ['Accept-Ranges', 'bytes'],
    // What Mastodon stores with each upload; the sysop's own file has no such header.
    ...(object.type === 'text/plain'
      ? []
      : [['Cache-Control', 'public, max-age=315576000, immutable'] as const]),
  ];
  return httpAnswer(200, headers, object.body);
}

/** An error in the XML of the S3 API. */
export function storageError(status: number, code: string, message: string): HttpAnswer {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return httpAnswer(status, [...storageHeaders(), ['Content-Type', 'application/xml']], xml);
}

function storageHeaders(): HeaderList {
  return [
    ['Server', 'AmazonS3'],
    ['x-amz-request-id', randomBytes(8).toString('hex').toUpperCase()],
    ['x-amz-id-2', randomBytes(32).toString('base64')],
  ];
}
