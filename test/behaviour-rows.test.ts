/**
 * Every row of the table of cases that a trusted prober owes a verdict (1 to 178: status and headers 1-26, bodies 27-49,
 * framing 50-72, time and transport 73-93, redirects 94-111, TLS 112-140, other protocols 141-164, the exporter itself
 * 165-178) has a test that names it, or a reason below why this program does not know the case.
 */
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';

const rowCount = 178;

/** Rows that belong to what this program does not do. */
const notApplicable: Readonly<Record<number, string>> = {
  15: '/probe takes names of configured components (row 165), so nobody can send it a host name',
  19: '/probe takes no address, so there is nothing to decode twice',
  93: 'probes use no proxy: they must see what visitors see',
  135: 'the probe type tcp does not change to TLS in the middle of a dialogue',
  140: 'revocation, transparency and pinning are not checked, which docs/security.md says',
  144: 'labels come from the configuration alone; what a target says never becomes one',
};

/**
 * Rows whose tests prove more than a row, and are named for that: a file below test/, and a piece of
 * the title or of the table of cases.
 */
const namedOtherwise: Readonly<Record<number, readonly [file: string, title: string]>> = {
  168: ['config/broken.test.ts', 'same-domain.yaml'],
  170: ['core/confirm.test.ts', "['pffpfpp', {}, 'operational@0 outage@1 operational@5']"],
  171: ['history/sqlite/sqlite-store.test.ts', 'a history is there again after it was closed'],
  172: [
    'history/history.test.ts',
    'a file that is damaged while it is used is set aside, and nothing is lost',
  ],
  173: ['core/uptime.test.ts', 'neither maintenance nor silence'],
  177: ['publish/catalogue.test.ts', 'every sample has exactly the labels that the catalogue promises'],
};

const named = await rowsNamedInTests();

test('every row of the behaviour table has a test that names it, or a reason to have none', () => {
  const rows = Array.from({ length: rowCount }, (_, index) => index + 1);
  const open = rows.filter(row => !named.has(row) && !(row in notApplicable) && !(row in namedOtherwise));
  assert.deepEqual(open, []);
});

test('no row is proven and excused at once, and none is named that the table does not have', () => {
  assert.deepEqual(
    [...named].filter(row => row < 1 || row > rowCount || row in notApplicable),
    [],
  );
});

test('the tests that prove a row under another name are there', async () => {
  for (const [row, [file, title]] of Object.entries(namedOtherwise)) {
    const text = await readFile(join(import.meta.dirname, file), 'utf8');
    assert.ok(text.includes(title), `row ${row}: ${file} has no test '${title}'`);
  }
});

/** Titles say `row 12` or `rows 12, 13`; tables of tests begin the name of a case with `12: `. */
async function rowsNamedInTests(): Promise<ReadonlySet<number>> {
  const rows = new Set<number>();
  for (const entry of await readdir(import.meta.dirname, { recursive: true })) {
    // Diagnoses have a table of their own.
    if (!entry.endsWith('.test.ts') || entry.includes('diagnosis') || entry.startsWith('behaviour-rows'))
      continue;
    const text = await readFile(join(import.meta.dirname, entry), 'utf8');
    const code = text.replaceAll(/^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm, '');
    for (const [, inTitle, inTable] of code.matchAll(/\brows? (\d+(?:, \d+)*)|['`](\d+(?:, \d+)*): /g)) {
      for (const row of (inTitle ?? inTable ?? '').split(', ')) rows.add(Number(row));
    }
  }
  return rows;
}
