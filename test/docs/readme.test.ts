import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';

const root = resolve(import.meta.dirname, '../..');
const [english, korean] = await Promise.all(
  ['README.md', 'README.ko.md'].map(async name => partsOf(await readFile(join(root, name), 'utf8'))),
);

interface Parts {
  /** The levels of the headings, with the first column of each table below them. */
  readonly outline: readonly string[];
  readonly blocks: readonly string[];
  readonly commands: readonly string[];
  /** Where it links to, without the other language. */
  readonly links: readonly string[];
  readonly points: number;
}

function partsOf(text: string): Parts {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return {
    outline: [...prose.matchAll(/^(#+|\| `.+?` \|)/gm)].map(([part]) => part),
    blocks: [...text.matchAll(/^```[\s\S]*?^```$/gm)].map(([block]) => block),
    commands: [...prose.matchAll(/`((?:npm|node|\.ci)[^`]+)`/g)].map(([, command = '']) => command),
    links: [...prose.matchAll(/\]\(([^)]+)\)/g)]
      .map(([, link = '']) => link)
      .filter(link => !link.startsWith('README')),
    points: prose.match(/^- /gm)?.length ?? 0,
  };
}

const parts = ['outline', 'blocks', 'commands', 'links', 'points'] as const;

for (const part of parts) {
  test(`the Korean README keeps step with the English one: ${part}`, () => {
    assert.deepEqual(korean?.[part], english?.[part]);
  });
}

test('the comparison of the READMEs finds something to compare', () => {
  for (const part of parts) assert.notDeepEqual(english?.[part], partsOf('')[part], part);
});
