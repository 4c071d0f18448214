import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import test from 'node:test';
import { causes, diagnosisIds } from '../../../src/core/diagnosis/index.ts';

/** Label values and names of pages: a change is a breaking change. */
const contract =
  'prober_offline dns_failure server_unreachable ipv6_broken certificate_expired certificate_untrusted cdn_cannot_reach_origin ' +
  'blocked_by_ip_rule challenged_by_bot_protection host_header_wrong https_redirect_loop maintenance_page self_destruct ' +
  'web_process_down hidden_by_cache overloaded web_frontend_broken assets_missing database_down redis_down everything_errors ' +
  'migrations_pending streaming_down streaming_not_routed websocket_upgrade_stripped background_jobs_stuck federation_not_routed ' +
  'object_storage_denied object_storage_down account_unavailable rate_limited unknown';

const headings = ['What it means', 'How to confirm', 'How to mend', 'How to prevent'];
const folder = resolve(import.meta.dirname, '../../../docs/runbooks');

test('the causes are those of the contract', () => {
  assert.deepEqual(diagnosisIds.toSorted(), contract.split(' ').toSorted());
});

test('every cause has a runbook page, and no page is without a cause', async () => {
  const pages = (await readdir(folder)).filter(name => name !== 'README.md');
  assert.deepEqual(pages.toSorted(), diagnosisIds.map(id => `${id}.md`).toSorted());
});

test('every runbook page has its four headings, is short, and has something to paste', async () => {
  for (const id of diagnosisIds) {
    const page = await readFile(join(folder, `${id}.md`), 'utf8');
    const lines = page.trimEnd().split('\n');
    assert.ok(lines[0]?.startsWith(`# ${id}`), `${id}: title`);
    assert.deepEqual(
      lines.filter(line => line.startsWith('## ')).map(line => line.slice(3)),
      headings,
      id,
    );
    assert.ok(lines.length >= 15 && lines.length <= 40, `${id}: ${lines.length} lines`);
    assert.match(page, /```sh\n/, id);
  }
});

test('the index of the runbooks links every page', async () => {
  const index = await readFile(join(folder, 'README.md'), 'utf8');
  for (const id of diagnosisIds) assert.ok(index.includes(`(${id}.md)`), id);
});

/** Programs, protocols and numbers are for the operator. */
const internals =
  /mastodon|rails|puma|nginx|sidekiq|redis|postgres|database|websocket|webfinger|proxy|cdn|cloudflare|dns|http|tls|\b[1-5]\d\d\b|[\w-]+\.(?:example|com|org|net)/i;

test('every cause has a sentence for the public in both languages, and none names what is inside', () => {
  for (const { id, publicSentence } of causes) {
    const { en, ko } = publicSentence;
    assert.match(en, /^[A-Z].*\.$/, id);
    assert.match(ko, /\p{Script=Hangul}.*\.$/u, id);
    for (const text of [en, ko]) assert.doesNotMatch(text, internals, id);
  }
});
