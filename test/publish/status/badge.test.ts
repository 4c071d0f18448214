import assert from 'node:assert/strict';
import test from 'node:test';
import { SaxesParser } from 'saxes';
import { contrastRatio } from '../../../src/core/contrast.ts';
import { hour } from '../../support/history-values.ts';
import { fileOf, siteOf } from '../../support/public-site.ts';
import { pageInstant as at, eventfulStory, tell } from '../../support/status-values.ts';

test('a badge says in words what it shows in colour, for eyes and for screen readers', () => {
  const snapshot = tell(eventfulStory());
  for (const [name, label] of [
    ['badge/social.example.svg', 'social.example: Partial outage'],
    ['badge/social.example/streaming.svg', 'Streaming: Outage'],
    ['badge/social.example/object_storage.svg', 'Object storage: Maintenance'],
    ['ko/badge/social.example/api.svg', 'API: 성능 저하'],
  ] as const) {
    const svg = fileOf(snapshot, name);
    assert.match(svg, new RegExp(`role="img" aria-label="${label}"><title>${label}</title>`));
    const [subject, state] = label.split(': ');
    assert.match(svg, new RegExp(`>${subject}</text>`));
    assert.match(svg, new RegExp(`>${state}</text>`));
  }
});

test('every badge is well-formed, whatever things are called, and white can be read on it', () => {
  const evil = '"<&>\'\u0007 𝕏';
  const snapshot = tell({
    servers: [{ domain: 'social.example', title: evil }],
    components: (['operational', 'degraded', 'outage'] as const).map(state => ({
      name: state,
      title: evil,
      changes: [[state, at - hour]],
    })),
  });
  const badges = [...siteOf(snapshot)].filter(([path]) => path.includes('badge/'));
  assert.equal(badges.length, 8);
  for (const [, svg] of badges) {
    const parser = new SaxesParser({ xmlns: true });
    parser.on('error', error => {
      throw error;
    });
    parser.write(svg).close();
    for (const [, color = ''] of svg.matchAll(/<rect [^>]*fill="(#[0-9a-f]{6})"/g)) {
      assert.ok(contrastRatio(color, '#ffffff') >= 4.5, color);
    }
  }
});
