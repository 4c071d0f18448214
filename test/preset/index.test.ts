/** What every preset promises. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { requestsPerMinute } from '../../src/config/warnings.ts';
import { presets } from '../../src/preset/index.ts';
import { namesOf, type PresetSettings, softwareOf } from '../../src/preset/preset.ts';
import { loadConfigText } from '../support/load-config-text.ts';

const everything: PresetSettings = {
  domain: 'example.test',
  webOrigin: 'https://social.example.test',
  account: 'admin',
  objectStorage: 'https://files.example.test/check.txt',
  streamingOrigin: null,
};
const nothing: PresetSettings = { ...everything, account: null, objectStorage: null };

test('no two presets answer to one name', () => {
  const names = presets.flatMap(namesOf);
  assert.deepEqual(
    names.filter((name, at) => names.indexOf(name) !== at),
    [],
  );
});

for (const preset of presets) {
  describe(`the preset ${preset.name}`, () => {
    const { components, optional, omitted } = preset.components(everything);

    test('has the parts of the acceptance list that its software has, by their names', () => {
      const names = Object.keys(components);
      for (const name of ['main_page', 'object_storage', 'activitypub'])
        assert.ok(names.includes(name), name);
      assert.deepEqual(omitted, []);
    });

    test('has a title and a group in English and Korean for every component', () => {
      for (const [name, { title, group }] of Object.entries({ ...components, ...optional })) {
        for (const text of [title, group]) {
          assert.deepEqual(Object.keys(text as object), ['en', 'ko'], name);
        }
      }
    });

    test('says which setting would bring in what is missing', () => {
      const { components: fewer, omitted: lacking } = preset.components(nothing);
      const left = Object.keys(components).filter(name => !Object.hasOwn(fewer, name));
      assert.deepEqual(
        lacking.map(({ component }) => component),
        left,
      );
      for (const { setting } of lacking) assert.ok(['account', 'object_storage'].includes(setting), setting);
    });

    test('is taken by the configuration with all that it offers, at a dozen requests a minute', async () => {
      const { components: all } = await loadConfigText(`servers:
  - domain: example.test
    web_domain: social.example.test
    preset: ${preset.name}
    account: admin
    object_storage: https://files.example.test/check.txt
    components: { ${Object.keys(optional)
      .map(name => `${name}: {}`)
      .join(', ')} }
`);
      assert.deepEqual(
        all.map(({ component }) => component.name),
        [...Object.keys(components), ...Object.keys(optional)],
      );
      assert.ok(requestsPerMinute(all) <= 12, String(requestsPerMinute(all)));
    });

    test('names parts that discovery may miss, and no others', () => {
      const unknown = (preset.discovery?.mayLack ?? []).filter(name => !Object.hasOwn(components, name));
      assert.deepEqual(unknown, []);
    });
  });
}

test('the diagnosis knows what every software but Mastodon is made of, and what it is called', () => {
  const unknown = presets.filter(({ software }) => software === undefined).map(({ name }) => name);
  assert.deepEqual(unknown, ['mastodon']);
  for (const preset of presets.filter(({ software }) => software !== undefined)) {
    const titles = namesOf(preset).map(name => softwareOf(preset, name)?.title ?? '');
    assert.equal(new Set(titles).size, titles.length, titles.join(', '));
  }
});
