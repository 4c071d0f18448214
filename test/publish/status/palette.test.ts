import assert from 'node:assert/strict';
import test from 'node:test';
import { contrastRatio } from '../../../src/core/contrast.ts';
import { readableOn } from '../../../src/publish/status/page/color.ts';
import { dark, light, withAccent } from '../../../src/publish/status/page/palette.ts';

for (const [name, palette] of Object.entries({ light, dark })) {
  test(`in ${name} mode every text and every sign can be read on each ground (WCAG AA)`, () => {
    const { text, faint, link, heading, signs, ground, raised, onSign } = palette;
    for (const color of [text, faint, link, heading, ...Object.values(signs)]) {
      for (const below of [ground, raised]) {
        assert.ok(contrastRatio(color, below) >= 4.5, `${color} on ${below}: ${contrastRatio(color, below)}`);
      }
    }
    for (const sign of Object.values(signs)) assert.ok(contrastRatio(sign, onSign) >= 3, sign);
  });

  test(`in ${name} mode any accent becomes one that can be read`, () => {
    for (const accent of ['#000000', '#ffffff', '#ff0000', '#ffff00', '#0000ff', '#7a1fa2', '#808080']) {
      const { link, ground, raised } = withAccent(palette, accent);
      for (const below of [ground, raised]) {
        assert.ok(contrastRatio(link, below) >= 4.5, `${accent} became ${link} on ${below}`);
      }
    }
  });
}

test('a colour that can be read stays as it is', () => {
  assert.equal(readableOn('#ffffff', '#7a1fa2'), '#7a1fa2');
});
