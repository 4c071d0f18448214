import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { presets } from '../../src/preset/index.ts';
import { namesOf } from '../../src/preset/preset.ts';
import { probeTypes } from '../../src/probe/index.ts';
import { mistakesIn } from '../support/load-config-text.ts';

const presetNames = listed([...presets.flatMap(namesOf), 'none']);
const typeNames = listed(probeTypes.map(({ name }) => name));

function listed(names: readonly string[]): string {
  return names.map(name => `\`${name}\``).join(', ');
}

const folder = join(import.meta.dirname, 'broken');

/** Every broken file, with every mistake in it. */
const expected: Readonly<Record<string, readonly string[]>> = {
  'addresses.yaml': [
    '1:9: listen: write host:port, such as 127.0.0.1:10061, [::1]:10061, or :10061 for every interface',
    '2:16: public_listen: write host:port, such as 127.0.0.1:10061, [::1]:10061, or :10061 for every interface',
    '3:17: demo.listen: write host:port, such as 127.0.0.1:10061, [::1]:10061, or :10061 for every interface',
  ],
  'agent.yaml': [
    '1:13: user_agent: write a text of printable ASCII characters',
    '2:10: contact: write a text of printable ASCII characters',
  ],
  'alias.yaml': [
    '1:7: x: anchors (&) and aliases (*) are not supported: write the value out, or put text in quotes',
    '2:10: servers: anchors (&) and aliases (*) are not supported: write the value out, or put text in quotes',
  ],
  'assertions.yaml': [
    '6:19: servers[0].components.wiki.keyword[0]: an empty keyword is always found: write one, or leave the key out',
    '7:23: servers[0].components.wiki.status[1]: write a status code such as 200, a range such as 200-299, or a list of them',
    '7:28: servers[0].components.wiki.status[2]: write a status code such as 200, a range such as 200-299, or a list of them',
    "9:21: servers[0].components.wiki.json[0].path: write a path such as $.version, $.urls['streaming'] or $.list[0].id",
    '10:13: servers[0].components.wiki.json[1]: add exists, equals or matches',
    '11:52: servers[0].components.wiki.header.equals: stands beside `exists`: keep one of them',
    '12:23: servers[0].components.wiki.content_type: write a media type without parameters, such as text/html',
    '13:33: servers[0].components.wiki.restricted.redirect: write the path that the redirect leads to, such as /auth/sign_in',
    '14:22: servers[0].components.wiki.certificate: write min_left, min_share or both',
  ],
  'colon-in-text.yaml': ['3:12: a second colon on this line: start a new line, or put the text in quotes'],
  'component-names.yaml': [
    '5:7: servers[0].components.Wiki: the name of a component is made of a-z, 0-9 and _, a letter first',
    '6:7: servers[0].components.user-page: the name of a component is made of a-z, 0-9 and _, a letter first',
  ],
  'component-type.yaml': [
    `4:18: servers[0].components.a.type: write one of ${typeNames}: did you mean \`http\`?`,
    `5:18: servers[0].components.b.type: write one of ${typeNames}`,
    '6:7: servers[0].components.c.address: is missing: write host:port, such as mail.example.org:25, 192.0.2.1:53 or [2001:db8::1]:53',
    '6:23: servers[0].components.c.url: unknown key: write one of `address`, `ip`, `resolver`, `send`, `expect`, `max_latency`, `type`, `title`, `group`, `interval`, `timeout`, `confirm`',
  ],
  'confirm.yaml': [
    '1:22: confirm.failures: write 1 or more',
    '1:36: confirm.successes: write a number, without quotes',
    '1:54: confirm.retry_after: write 100ms or more',
    '1:59: confirm.retries: unknown key: write one of `failures`, `successes`, `retry_after`',
    '6:35: servers[0].components.api.confirm.failures: write a whole number',
  ],
  'contradictions.yaml': [
    '7:25: servers[0].components.wiki.keyword_absent: the same text is in `keyword`: it cannot be there and be absent',
  ],
  'deeper-line.yaml': [
    '3:7: indented further than the line above, which has a value already: give both lines the same indentation, or take that value out',
    '5:6: indented further than the line above, which has a value already: give both lines the same indentation, or take that value out',
  ],
  'diagnosis-names.yaml': [
    '3:11: diagnosis[1].id: two rules have this id: choose another',
    '3:25: diagnosis[1].when.streming: there is no such component in this file: did you mean `streaming`?',
    '3:41: diagnosis[1].when.nothing_like_it: there is no such component in this file',
    '4:26: diagnosis[2].server: there is no such server in this file: did you mean `a.example`?',
    '5:49: diagnosis[3].when.api: there is no such component in this file',
  ],
  'diagnosis.yaml': [
    '2:11: diagnosis[0].id: a diagnosis that is built in has this id: choose another',
    '3:11: diagnosis[1].id: an id is made of a-z, 0-9 and _, a letter first',
    '3:24: diagnosis[1].when: write at least one component',
    '4:24: diagnosis[2].when: at least one of the components must fail: write down, or reasons',
    '4:47: diagnosis[2].sentence: write a sentence',
    '5:31: diagnosis[3].when.api: write up, down, or reasons or codes of a failure, which https://github.com/fedistatus/fedistatus/blob/main/docs/configuration.md lists: did you mean `down`?',
    '5:53: diagnosis[3].when.streaming[1]: write up, down, or reasons or codes of a failure, which https://github.com/fedistatus/fedistatus/blob/main/docs/configuration.md lists: did you mean `timeout`?',
    '5:76: diagnosis[3].when.activitypub: write up, down, or reasons or codes of a failure, which https://github.com/fedistatus/fedistatus/blob/main/docs/configuration.md lists',
    '6:30: diagnosis[4].when.api: `up` and `down` stand alone',
    '6:88: diagnosis[4].confidence: write one of `possible`, `likely`, `certain`',
    '7:5: diagnosis[5].sentence: is missing',
    '7:31: diagnosis[5].when.api: write up, down, or one or more reasons such as dns, timeout or http_status',
    '7:47: diagnosis[5].runbook: write a URL or a path, without spaces',
    '7:80: diagnosis[5].then: unknown key: did you mean `when`?',
  ],
  'domain-is-url.yaml': [
    '2:13: servers[0].domain: write the name alone, such as social.example, without https://, path or @',
    '3:17: servers[0].web_domain: write a host such as www.social.example, or an origin such as https://www.social.example, without a path',
    '4:16: servers[0].streaming: write a host such as www.social.example, or an origin such as https://www.social.example, without a path',
    '5:21: servers[0].object_storage: write a URL such as https://media.social.example/check.txt, without user name and password',
  ],
  'duplicate-key.yaml': ['3:1: listen: written twice: keep one of them'],
  'empty-servers.yaml': ['1:10: servers: write at least one server'],
  'empty.yaml': ['1:1: the file is empty'],
  'enumerations.yaml': [
    '5:21: servers[0].components.api.cache: write one of `bust`, `allow`: did you mean `bust`?',
    '5:32: servers[0].components.api.ip: write auto, 4, 6 or both, without quotes',
    '5:55: servers[0].components.api.tls.min_version: write one of `1.0`, `1.1`, `1.2`, `1.3`, in quotes',
    '6:33: servers[0].components.activitypub.host_meta: write one of `required`, `optional`, `skip`',
  ],
  'everything-at-once.yaml': [
    '1:9: listen: write host:port, such as 127.0.0.1:10061, [::1]:10061, or :10061 for every interface',
    '5:14: servers[0].account: write the name of an account, such as admin',
    '7:22: servers[0].components.api.status: write a status code such as 200, a range such as 200-299, or a list of them',
    '8:13: servers[1].domain: write the name alone, such as social.example, without https://, path or @',
    `9:13: servers[1].preset: write one of ${presetNames}`,
  ],
  'foreign-account.yaml': [
    '2:53: servers[0].account: an account of another server: write the name of one that lives on this domain',
    '3:53: servers[1].account: write the name of an account, such as admin',
  ],
  'history-word.yaml': [
    '1:10: history: write memory, or { path: …, retention: … }',
    '2:10: publish: write keys and values, indented below it',
  ],
  'history.yaml': [
    '1:46: history.retention: write a duration with its unit, such as 500ms, 30s, 5m, 12h or 7d',
    '1:51: history.days: unknown key: write one of `path`, `retention`',
    '2:16: announcements: write a text',
    '3:1: publish.directory: is missing',
    '3:19: publish.every: write 10s or more',
  ],
  'indentation.yaml': [
    '3:1: something is missing: a dash, a colon, a space, a comma, or a closing quote or bracket',
  ],
  'languages.yaml': [
    '4:14: servers[0].title.english!: write the tag of a language, such as en, ko or pt-BR',
    '4:31: servers[0].title.ko: write a text, or leave the key out',
    '6:21: servers[0].components.api.title: write a text, or one for each language: { en: …, ko: … }',
    '6:32: servers[0].components.api.group: write a text, or write keys and values, indented below it',
  ],
  'maintenance-values.yaml': [
    '2:5: maintenance[0].title: is missing',
    '2:13: maintenance[0].from: write a time with its offset, such as 2026-11-22T03:10:00Z or 2026-11-22T12:10:00+09:00',
    '2:38: maintenance[0].until: write a time with its offset, such as 2026-11-22T03:10:00Z or 2026-11-22T12:10:00+09:00',
    '2:67: maintenance[0].server: write the name alone, such as social.example, without https://, path or @',
    '3:26: maintenance[1].cron: this is text: put it in quotes',
    '3:39: maintenance[1].duration: write 1m to 7d',
    '3:70: maintenance[1].components: the list is empty: leave the key out, or write at least one',
  ],
  'maintenance.yaml': [
    '2:5: maintenance[0]: write from and until, or cron and duration',
    '3:5: maintenance[1].until: is missing',
    '4:60: maintenance[2].until: must be later than `from`',
    '5:47: maintenance[3].from: stands beside `cron`: keep one of them',
    '6:5: maintenance[4].duration: is missing',
    '7:27: maintenance[5].cron: write five fields: minute, hour, day of the month, month, day of the week, such as "30 3 * * sun"',
    '8:68: maintenance[6].timezone: write the name of a time zone, such as Europe/Berlin or Asia/Seoul',
    '9:27: maintenance[7].cron: comes more than once an hour: write it as one window',
    '10:88: maintenance[8].duration: means nothing without `cron`',
    '11:29: maintenance[9].server: there is no such server in this file: did you mean `a.example`?',
    '12:32: maintenance[10].components: there is no such component in this file: did you mean `streaming`?',
  ],
  'meaningless.yaml': [
    '5:14: servers[0].components.wiki.url: an address shows in metrics and logs: no ${NAME} is replaced in it, write secrets in headers, basic_auth or bearer_token',
    '6:33: servers[0].components.wiki.basic_auth.username: a user name has no colon (RFC 7617): what follows it would be read as the password',
    '7:19: servers[0].components.wiki.max_body: write 1B or more',
    '8:22: servers[0].components.wiki.max_latency: write 1ms or more',
    '11:29: servers[0].components.feed.tls.server_name: write a name, such as www.social.example',
    '12:56: servers[0].components.app.bearer_token: a token is one word of letters, digits and signs: nothing else can be sent (RFC 6750)',
    '13:13: servers[1].domain: write the name alone, such as social.example, without https://, path or @',
  ],
  'merge-key.yaml': ['2:5: servers[0].<<: merge keys are not supported: write the keys out'],
  'missing-domain.yaml': [
    '2:5: servers[0].domain: is missing: write the name alone, such as social.example, without https://, path or @',
  ],
  'needs-setting.yaml': [
    '5:7: servers[0].components.user_page.url: is missing: the preset leaves this component out unless the server has `account`',
    '6:7: servers[0].components.wiki.url: is missing: write an address that begins with https:// or http://, such as https://example.social/about',
  ],
  'no-servers.yaml': ['1:1: servers: is missing'],
  'no-time.yaml': ['1:10: timeout: write 10ms or more'],
  'not-a-map.yaml': ['1:1: write keys and values, indented below it'],
  'nothing-to-watch.yaml': [
    '2:5: servers[0]: nothing to watch: add `preset: mastodon`, that of another software, or components of your own',
  ],
  'only-comments.yaml': ['1:1: the file is empty'],
  'page-accent.yaml': ['1:17: page.accent: write a colour as "#0a6b4f", in quotes'],
  'page-servers.yaml': [
    '1:19: page.servers[0]: there is no such server in this file: did you mean `a.example`?',
  ],
  'page.yaml': [
    '2:10: page.title: write a text, or leave the key out',
    '3:9: page.logo: write a URL that begins with https:// or http://, or a path such as /logo.svg',
    '4:11: page.accent: too light to be read on white: write a darker colour (WCAG AA wants a contrast of 4.5:1)',
    '5:31: page.links[0].url: write a URL that begins with https:// or http://, or a path such as /logo.svg',
    '5:49: page.links[1].title: is missing',
    '5:56: page.links[1].url: write a URL that begins with https:// or http://, or a path such as /logo.svg',
    '5:80: page.links[1].icon: unknown key: write one of `title`, `url`',
    '6:12: page.servers: the list is empty: leave the key out, or write at least one',
    '7:15: page.public_url: write where the page is, such as https://status.example.social, without ? and #',
    '8:14: page.time_zone: write the name of a time zone, such as Europe/Berlin or Asia/Seoul',
    '9:3: page.color: unknown key: write one of `title`, `logo`, `accent`, `links`, `servers`, `public_url`, `time_zone`',
  ],
  'preset.yaml': [
    '1:11: schedule: write one of `timer`, `scrape`: did you mean `scrape`?',
    `4:13: servers[0].preset: write one of ${presetNames}: did you mean \`mastodon\`?`,
    '6:23: servers[0].components.api.keyword: an empty keyword is always found: write one, or leave the key out',
  ],
  'references.yaml': [
    '1:38: references[1]: write https://host/…, http://host/… or tcp://host:port, without user name and password',
  ],
  'regex.yaml': [
    '6:17: servers[0].components.wiki.regex[0]: look-ahead and look-behind are not supported (RE2 syntax, linear time): use keyword or regex_absent beside it',
    '6:28: servers[0].components.wiki.regex[1]: back-references are not supported (RE2 syntax, linear time): spell the text out',
    '6:37: servers[0].components.wiki.regex[2]: not a regular expression of RE2 syntax, from character 2: see https://github.com/google/re2/wiki/Syntax',
    '7:23: servers[0].components.wiki.regex_absent: an empty regular expression matches everything: write one, or leave the key out',
  ],
  'remove-nothing.yaml': [
    '5:7: servers[0].components.main_pagee: there is no component of this name to remove: did you mean `main_page`?',
    '6:13: servers[0].components.wiki: write keys and values, or null to remove it',
  ],
  'same-address.yaml': ['2:16: public_listen: the same address as `listen`'],
  'same-domain.yaml': ['3:15: servers[1].domain: the same domain as servers[0]: put its components there'],
  'same-reference.yaml': ['1:38: references[1]: written twice: keep one of them'],
  'secrets.yaml': [
    '6:29: servers[0].components.wiki.headers.X-Token: the environment variable UNSET_TOKEN is not set',
    '7:46: servers[0].components.wiki.basic_auth.password: write ${NAME} for a variable of the environment, or $${ for the two characters themselves',
    '7:75: servers[0].components.wiki.basic_auth.password_file: stands beside `password`: keep one of them',
    '10:28: servers[0].components.blog.bearer_token_file: the file cannot be read (ENOENT)',
  ],
  'shard-count.yaml': ['1:8: shard: `count` is missing, here and in FEDISTATUS_SHARD_COUNT'],
  'shard-keys.yaml': [
    '1:17: shard.index: write 0 or more',
    '1:21: shard.total: unknown key: write one of `index`, `count`',
  ],
  'shard.yaml': ['1:8: shard: the index 3 is not below the count 3: the first part is 0'],
  'tab.yaml': ['2:1: a tab cannot indent: use spaces'],
  'tag.yaml': ['2:13: tags (!) are not supported: write the value alone, or put text in quotes'],
  'times.yaml': [
    '2:10: timeout: 10s is not shorter than the interval of 10s: shorten it, or probe less often',
    '7:24: servers[0].components.api.interval: write 1s or more',
    '8:29: servers[0].components.streaming.timeout: 10m is not shorter than the interval of 10s: shorten it, or probe less often',
    '9:30: servers[0].components.health.max_latency: must be shorter than the timeout of 5s',
  ],
  'two-documents.yaml': ['2:1: a second document starts here: keep one'],
  'unclosed-bracket.yaml': [
    '3:1: the indentation does not fit the lines above, or a bracket or brace that was opened there is not closed',
  ],
  'unclosed-list.yaml': [
    '6:7: the indentation does not fit the lines above, or a bracket or brace that was opened there is not closed',
    '7:7: indented further than the line above, which has a value already: give both lines the same indentation, or take that value out',
  ],
  'unclosed-quote.yaml': ['2:13: this quote is not closed: close it on its line, or take it out'],
  'units.yaml': [
    '1:11: interval: write a duration with its unit, such as 500ms, 30s, 5m, 12h or 7d',
    '2:10: timeout: write a duration with its unit, such as 500ms, 30s, 5m, 12h or 7d',
    '3:22: evidence.excerpt: write a size with its unit, such as 512B, 64KiB or 1MiB',
    '8:27: servers[0].components.api.max_latency: write a duration with its unit, such as 500ms, 30s, 5m, 12h or 7d',
    '8:63: servers[0].components.api.certificate.min_left: write a duration with its unit, such as 500ms, 30s, 5m, 12h or 7d',
    '8:77: servers[0].components.api.certificate.min_share: write a percentage, such as 25%',
  ],
  'unknown-keys.yaml': [
    '1:1: inteval: unknown key: did you mean `interval`?',
    '2:1: colour: unknown key: see https://github.com/fedistatus/fedistatus/blob/main/docs/configuration.md',
    '5:5: servers[0].presets: unknown key: did you mean `preset`?',
    '9:9: servers[0].components.wiki.keywords: unknown key: did you mean `keyword`?',
    '10:15: servers[0].components.wiki.json: add exists, equals or matches',
    '10:28: servers[0].components.wiki.json.equal: unknown key: did you mean `equals`?',
  ],
  'unquoted-text.yaml': [
    '1:18: demo.version: this is text: put it in quotes',
    '5:12: servers[0].title: this is text: put it in quotes, or write keys and values, indented below it',
    '7:23: servers[0].components.api.keyword: this is text: put it in quotes',
  ],
  'value-and-list.yaml': [
    '2:3: indented further than the line above, which has a value already: give both lines the same indentation, or take that value out',
  ],
  'wrong-shapes-below.yaml': [
    '2:5: servers[0]: write keys and values, indented below it',
    '4:17: servers[1].components: write keys and values, indented below it',
    '7:49: servers[2].components.wiki.headers: write keys and values, indented below it',
    '7:66: servers[2].components.wiki.basic_auth: write keys and values, indented below it',
    '7:82: servers[2].components.wiki.keyword: write a text',
  ],
  'wrong-shapes.yaml': [
    '1:9: listen: write host:port, such as 127.0.0.1:10061, [::1]:10061, or :10061 for every interface',
    '2:13: references: write a list: each item on a line of its own, after a dash',
    '3:11: evidence: write keys and values, indented below it',
    '5:3: servers: write a list: each item on a line of its own, after a dash',
  ],
  'yaml-1.1.yaml': ['1:1: this is read as YAML 1.2: remove the %YAML line'],
  'yes-and-no.yaml': [
    '5:27: servers[0].components.api.ignore_case: write true or false, without quotes (yes, no, on and off are texts in YAML 1.2)',
    '5:47: servers[0].components.api.tls.verify: write true or false, without quotes (yes, no, on and off are texts in YAML 1.2)',
  ],
};

test('every broken file has its messages here', async () => {
  assert.deepEqual(await readdir(folder).then(files => files.sort()), Object.keys(expected).sort());
});

for (const [file, messages] of Object.entries(expected)) {
  test(`${file} is refused with every mistake, where it is and what to write instead`, async () => {
    assert.deepEqual(await mistakesIn(await readFile(join(folder, file))), messages);
  });
}
