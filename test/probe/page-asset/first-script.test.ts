import assert from 'node:assert/strict';
import test from 'node:test';
import { firstScript } from '../../../src/probe/page-asset/first-script.ts';

const rows: readonly (readonly [what: string, html: string, script: string | null])[] = [
  ['a quoted address', '<script src="/a.js" crossorigin></script><script src="/b.js">', '/a.js'],
  ['single quotes', "<script type='module' src='/a.js'></script>", '/a.js'],
  ['no quotes', '<script defer src=/a.js></script>', '/a.js'],
  ['upper case and line breaks', '<SCRIPT\n  async\n  SRC = "/a.js"\n></SCRIPT>', '/a.js'],
  ['an entity', '<script src="/a.js?a=1&amp;b=2"></script>', '/a.js?a=1&b=2'],
  [
    'a script without an address first',
    '<script>var src="/no.js"</script><script src="/a.js"></script>',
    '/a.js',
  ],
  ['one in capitals first', '<SCRIPT>1;</SCRIPT><SCRIPT SRC="/a.js"></SCRIPT>', '/a.js'],
  ['data first', '<script id="s" type="application/json">{}</script><script src="/a.js">', '/a.js'],
  ['another attribute that ends like it', '<script data-src="/no.js"></script><script src="/a.js">', '/a.js'],
  ['an empty address', '<script src=""></script><script src="/a.js">', '/a.js'],
  ['another element that begins like it', '<scripts src="/no.js"><script src="/a.js">', '/a.js'],
  ['a comment', '<!-- <script src="/no.js"></script> --><script src="/a.js">', '/a.js'],
  ['a comment without an end', '<!-- <script src="/no.js"></script>', null],
  ['no script', '<p>script src="/no.js"</p>', null],
  ['nothing', '', null],
  ['an entity by its number', '<script src="&#x2F;a.js?v&#61;1"></script>', '/a.js?v=1'],
  ['one for old browsers', '<script src="/no.js" nomodule></script><script src="/a.js">', '/a.js'],
  ['one in a folder that is called so', '<script src="/nomodule/a.js"></script>', '/nomodule/a.js'],
  [
    'one that nobody consented to',
    '<script type="text/plain" src="/no.js"></script><script src=/a.js>',
    '/a.js',
  ],
  ['a type in other words', '<script type="Text/JavaScript" src="/a.js"></script>', '/a.js'],
  [
    'a script in a script',
    `<script>x || document.write('<script src="/no.js"><\\/script>')</script><script src="/a.js">`,
    '/a.js',
  ],
  ['a script without an end', '<script>1 < 2 && <script src="/no.js">', null],
];

for (const [what, html, script] of rows) {
  test(`${what}: ${script}`, () => assert.equal(firstScript(html)?.address ?? null, script));
}

test('what an address is relative to is told, where it is before the script', () => {
  const base = '<base target="_top"><base href="/app/"><base href="/no/">';
  assert.deepEqual(firstScript(`${base}<script src="a.js">`), { address: 'a.js', base: '/app/' });
  assert.deepEqual(firstScript(`<script src="a.js">${base}`), { address: 'a.js', base: '' });
});

const mebibyte = 1 << 20;

for (const piece of ['<!--', '<script ', ' src ', '<script src=', ' src="', '<', '<script>', '<base href=']) {
  test(`a mebibyte of ${JSON.stringify(piece)} takes no time`, () => {
    const started = performance.now();
    firstScript(`<script ${piece.repeat(mebibyte / piece.length)}`);
    assert.ok(performance.now() - started < 500);
  });
}
