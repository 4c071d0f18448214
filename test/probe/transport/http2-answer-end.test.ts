import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Http2AnswerEnd } from '../../../src/probe/transport/http2-answer-end.ts';
import { data, emptySettings, endHeaders, endStream, frame, head } from '../../support/http2-frames.ts';

const other = frame('data', { flags: endStream, stream: 3, payload: Buffer.from('other') });
const ping = frame('ping', { flags: endStream, stream: 0, payload: Buffer.alloc(8) });
const pushed = frame('unknown', { flags: endStream | endHeaders });

const answers: readonly (readonly [name: string, frames: readonly Buffer[]])[] = [
  ['with a body', [emptySettings, head('103'), head('200'), data('o'), ping, other, data('k', endStream)]],
  ['with an empty last frame', [head('200'), pushed, data('ok'), data('', endStream)]],
  ['without a body', [head('204', [], endStream | endHeaders)]],
  [
    'without a body, its head in several frames',
    [head('204', [], endStream), frame('continuation'), frame('continuation', { flags: endHeaders })],
  ],
  [
    'with trailers',
    [head('200', [], 0), frame('continuation', { flags: endHeaders }), data('ok'), trailers()],
  ],
];

function trailers(): Buffer {
  return frame('headers', { flags: endStream | endHeaders, payload: Buffer.from('trailers') });
}

describe('the end of an answer over HTTP/2', () => {
  for (const [name, frames] of answers) {
    it(`${name}: is found however the bytes come`, () => {
      const answer = Buffer.concat(frames);
      const sent = Buffer.concat([answer, data('more', endStream)]);
      for (let size = 1; size <= sent.length; size += 1) assert.equal(followed(sent, size), answer.length);
    });

    it(`${name}: is not found before it has come`, () => {
      const end = new Http2AnswerEnd();
      const part = Buffer.concat(frames).subarray(0, -1);
      assert.equal(end.follow(part), part.length);
      assert.equal(end.isReached, false);
    });
  }
});

/** How many bytes belong to the answer when they come in pieces of that size. */
function followed(bytes: Buffer, size: number): number {
  const end = new Http2AnswerEnd();
  let length = 0;
  for (let at = 0; at < bytes.length; at += size) length += end.follow(bytes.subarray(at, at + size));
  assert.equal(end.isReached, true);
  return length;
}
