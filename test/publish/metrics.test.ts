import assert from 'node:assert/strict';
import test from 'node:test';
import type { Snapshot } from '../../src/core/snapshot.ts';
import { collectFamilies } from '../../src/publish/catalogue/family.ts';
import { createCatalogue } from '../../src/publish/catalogue.ts';
import { textOfFamilies, textOfPage } from '../../src/publish/exposition.ts';
import { createMetricsPublisher } from '../../src/publish/metrics.ts';
import { textOf } from '../support/publication.ts';
import { familyOf } from '../support/samples.ts';
import { fullSnapshot, someComponent } from '../support/snapshots.ts';
import { requestWith } from './contract.ts';

const catalogue = createCatalogue({ version: '1.2.3', nodeVersion: '24.0.0' });
const own = [familyOf('process_x', 'gauge', [{ labels: {}, value: 1 }])];
const publisher = createMetricsPublisher(catalogue, { collect: async () => own });

/** The components of the full snapshot, as often as there are to be so many. */
function snapshotOf(components: number): Snapshot {
  const full = fullSnapshot();
  return {
    ...full,
    components: Array.from({ length: components }, (_, index) => {
      const entry = full.components[index % full.components.length] ?? assert.fail();
      return { ...entry, component: someComponent({ name: `c${index}` }) };
    }),
  };
}

for (const components of [4, 50, 51, 300]) {
  test(`the page of ${components} components is every family, and then those of the process`, async () => {
    const snapshot = snapshotOf(components);
    for (const [accept, format] of [
      ['text/plain', 'text'],
      ['application/openmetrics-text', 'openmetrics'],
    ] as const) {
      const { body } = await publisher.render(snapshot, requestWith({ accept }));
      assert.equal(
        await textOf(body),
        (await textOfFamilies(collectFamilies(catalogue, snapshot), format)) +
          (await textOfPage(own, format)),
      );
    }
  });
}

test('two readers of a long page at once do not write into each other', async () => {
  const pages = await Promise.all(
    [200, 300].map(async components => {
      const snapshot = snapshotOf(components);
      const { body } = await publisher.render(snapshot, requestWith());
      const expected = await textOfFamilies(collectFamilies(catalogue, snapshot), 'text');
      return [await textOf(body), expected + (await textOfPage(own, 'text'))] as const;
    }),
  );
  for (const [page, expected] of pages) assert.equal(page, expected);
});
