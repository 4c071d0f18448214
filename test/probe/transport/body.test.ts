import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  brotliCompressSync,
  constants,
  deflateRawSync,
  deflateSync,
  gzipSync,
  zstdCompressSync,
  zstdDecompressSync,
} from 'node:zlib';
import { answer, drip, flood, hostileServer } from '../../support/hostile-server.ts';
import { asObservation, fetch, summary } from '../../support/transport-run.ts';

const korean = '키워드 keyword 끝';

async function ask(body: Buffer, headers: string, maxBodyBytes = 1024 * 1024, byteByByte = false) {
  const bytes = answer(body, headers);
  await using server = await hostileServer(socket => {
    if (byteByByte) drip(socket, bytes);
    else socket.write(bytes);
  });
  return await fetch(`http://127.0.0.1:${server.port}/`, { maxBodyBytes });
}

const coded = (coding: string): string => `content-encoding: ${coding}\r\n`;

/** Sixteen times the cap, in a few kilobytes of any coding. */
const zeros = Buffer.alloc(16 * 1024 * 1024);

describe('content codings', () => {
  const good: readonly (readonly [row: string, coding: string, body: Buffer])[] = [
    ['41: gzip', 'gzip', gzipSync(korean)],
    ['41: br', 'br', brotliCompressSync(korean)],
    ['41: deflate in the format of zlib', 'deflate', deflateSync(korean)],
    ['41: zstd', 'zstd', zstdCompressSync(korean)],
    ['42: bare deflate', 'deflate', deflateRawSync(korean)],
    ['43: upper case', 'GZIP', gzipSync(korean)],
    ['43: x-gzip', 'x-gzip', gzipSync(korean)],
    ['43: several members', 'gzip', Buffer.concat([gzipSync(korean.slice(0, 4)), gzipSync(korean.slice(4))])],
    ['45: two codings', 'gzip, br', brotliCompressSync(gzipSync(korean))],
    ['identity', 'identity', Buffer.from(korean)],
    ['none', 'none', Buffer.from(korean)],
    ['a charset in the place of a coding', 'UTF-8', Buffer.from(korean)],
    ['how an object was uploaded', 'aws-chunked', Buffer.from(korean)],
    ['how an object was uploaded, and gzip', 'gzip,aws-chunked', gzipSync(korean)],
  ];
  for (const [row, coding, body] of good) {
    it(`row ${row} is undone`, async () => {
      const { text, http } = asObservation(await ask(body, coded(coding)));
      assert.equal(text, korean);
      assert.equal(http?.bodyBytes, Buffer.byteLength(korean));
    });
  }

  it('row 43: a coded body byte by byte is undone', async () => {
    assert.equal(asObservation(await ask(gzipSync(korean), coded('gzip'), 1024, true)).text, korean);
  });

  it('row 47: an error page is undone as well', async () => {
    await using server = await hostileServer(socket =>
      socket.write(answer(gzipSync(korean), coded('gzip'), '503 Service Unavailable')),
    );
    assert.equal(asObservation(await fetch(`http://127.0.0.1:${server.port}/`)).text, korean);
  });

  it('an empty body was not coded by anybody', async () => {
    assert.equal(asObservation(await ask(Buffer.alloc(0), coded('gzip'))).text, '');
  });

  const bad: readonly (readonly [row: string, coding: string, body: Buffer, code: string])[] = [
    ['44: plain text that claims gzip', 'gzip', Buffer.from(korean), 'decompress_error'],
    ['44: cut off', 'gzip', gzipSync(korean).subarray(0, -6), 'decompress_error'],
    ['44: a bad checksum', 'gzip', spoilt(gzipSync(korean)), 'decompress_error'],
    ['44: brotli that is none', 'br', Buffer.from('\xff\xff\xff', 'latin1'), 'decompress_error'],
    [
      '45: 25 times gzip',
      Array.from({ length: 25 }, () => 'gzip').join(', '),
      gzipSync(''),
      'too_many_encodings',
    ],
    ['46: an unknown coding', 'rot13', Buffer.from(korean), 'unsupported_encoding'],
    ['48: a gzip bomb', 'gzip', gzipSync(zeros), 'body_too_large'],
    [
      '48: a brotli bomb',
      'br',
      brotliCompressSync(zeros, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } }),
      'body_too_large',
    ],
    ['48: a zstd bomb', 'zstd', zstdCompressSync(zeros), 'body_too_large'],
    ['48: a bomb in a bomb', 'gzip, gzip', gzipSync(gzipSync(zeros)), 'body_too_large'],
  ];
  for (const [row, coding, body, code] of bad) {
    it(`row ${row}: ${code}`, async () => {
      const outcome = await ask(body, coded(coding));
      assert.equal(summary(outcome), code);
      assert.equal(outcome.http?.status, 200);
    });
  }

  it('a zstd window above 8 MiB (RFC 9659) is refused', async () => {
    // A frame of three raw bytes that asks for a window of 128 MiB (RFC 8878 §3.1.1).
    const frame = Buffer.from([
      0x28,
      0xb5,
      0x2f,
      0xfd,
      0x00,
      (27 - 10) << 3,
      0x01 | (3 << 3),
      0,
      0,
      0x61,
      0x62,
      0x63,
    ]);
    assert.equal(zstdDecompressSync(frame).toString(), 'abc');
    assert.equal(summary(await ask(frame, coded('zstd'))), 'decompress_error');
  });
});

describe('the cap of the body', () => {
  const limit = 1000;
  const cases: readonly (readonly [row: string, size: number, coding: string, expected: string])[] = [
    ['38: just at the cap, plain', limit, '', 'answer'],
    ['38: just at the cap, gzip', limit, 'gzip', 'answer'],
    ['37: a byte above the cap, plain', limit + 1, '', 'body_too_large'],
    ['37: a byte above the cap, gzip', limit + 1, 'gzip', 'body_too_large'],
  ];
  for (const [row, size, coding, expected] of cases) {
    it(`row ${row}: ${expected}`, async () => {
      const plain = Buffer.alloc(size, 'a');
      const body = coding === '' ? plain : gzipSync(plain);
      assert.equal(summary(await ask(body, coding === '' ? '' : coded(coding), limit)), expected);
    });
  }

  it('row 36: a keyword after 1 MiB is found below a cap of 4 MiB', async () => {
    const body = Buffer.concat([Buffer.alloc(1024 * 1024 + 5, 'a'), Buffer.from(korean)]);
    assert.match(asObservation(await ask(body, '', 4 * 1024 * 1024)).text ?? '', /키워드/);
  });

  it('row 48: an endless coded body is cut off at the cap', async () => {
    await using server = await hostileServer(socket =>
      flood(socket, 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n', gzipSync(zeros).subarray(0, 4000)),
    );
    assert.equal(summary(await fetch(`http://127.0.0.1:${server.port}/`)), 'body_too_large');
  });
});

describe('charsets', () => {
  const eucKr = Buffer.from([0xc5, 0xb0, 0xbf, 0xf6, 0xb5, 0xe5]);
  const utf16 = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from('키워드', 'utf16le').swap16()]);
  const withMeta = (label: string): Buffer =>
    Buffer.concat([Buffer.from(`<html><meta charset="${label}">`), eucKr]);
  const cases: readonly (readonly [row: string, type: string, body: Buffer])[] = [
    ['31: UTF-8', 'text/plain; charset=utf-8', Buffer.from('키워드')],
    ['31: UTF-8 by default', 'text/html', Buffer.from('키워드')],
    ['33: EUC-KR in the header', 'text/html; charset=EUC-KR', eucKr],
    ['33: in quotes', 'text/html; charset="euc-kr"', eucKr],
    ['34: EUC-KR in a meta element', 'text/html', withMeta('euc-kr')],
    ['34: UTF-16 in the header', 'text/plain; charset=utf-16be', Buffer.from('키워드', 'utf16le').swap16()],
    ['34: UTF-16 by its byte order mark', 'text/plain', utf16],
    ['35: a name that nobody knows', 'text/plain; charset=x-bogus', Buffer.from('키워드')],
    [
      '35: broken bytes around it',
      'text/plain',
      Buffer.concat([Buffer.from([0xff, 0xc0]), Buffer.from('키워드'), Buffer.from([0xed])]),
    ],
    ['35: a byte order mark', 'text/plain', Buffer.from('\uFEFF키워드')],
    ['35: no content type', '', Buffer.from('키워드')],
  ];
  for (const [row, type, body] of cases) {
    it(`row ${row} is read`, async () => {
      const { text } = asObservation(await ask(body, type === '' ? '' : `content-type: ${type}\r\n`));
      assert.match(text ?? '', /키워드/);
    });
  }

  it('a meta element of something that is not HTML means nothing', async () => {
    const { text } = asObservation(await ask(withMeta('euc-kr'), 'content-type: text/plain\r\n'));
    assert.doesNotMatch(text ?? '', /키워드/);
  });

  it('row 31: Korean split inside a character, byte by byte', async () => {
    assert.equal(asObservation(await ask(Buffer.from(korean), '', 1024, true)).text, korean);
  });
});

describe('many answers at once', () => {
  it('each is its own from the first byte to the last', async () => {
    await using server = await hostileServer((socket, head) => {
      socket.write(answer(bodyOf(/^GET \/(\w+)/.exec(head)?.[1] ?? '')));
    });
    const names = Array.from({ length: 20 }, (_, index) => `answer${index}`);
    const outcomes = await Promise.all(names.map(name => fetch(`http://127.0.0.1:${server.port}/${name}`)));
    const texts = outcomes.map(outcome => asObservation(outcome).text);
    assert.ok(texts.every((text, index) => text === bodyOf(names[index] ?? '')));
  });
});

/** Several times as long as what a socket reads at once. */
function bodyOf(name: string): string {
  return `${name} `.repeat(30_000);
}

function spoilt(gzip: Buffer): Buffer {
  const copy = Buffer.from(gzip);
  copy[copy.length - 6]! ^= 0xff;
  return copy;
}
