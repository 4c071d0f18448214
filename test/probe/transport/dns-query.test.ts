import assert from 'node:assert/strict';
import { Resolver } from 'node:dns/promises';
import test from 'node:test';
import { askInTurn } from '../../../src/probe/transport/dns-query.ts';
import { type DnsAnswer, fakeDns } from '../../support/fake-dns.ts';

/** What the servers of `resolv.conf` say of one name, in turn; then the answer, or the code of why there is none. */
const rows: readonly (readonly [what: string, servers: readonly DnsAnswer[], expected: unknown])[] = [
  ['the first is not asked past', [['192.0.2.1'], ['192.0.2.2']], ['192.0.2.1']],
  ['one that fails', ['servfail', ['192.0.2.2']], ['192.0.2.2']],
  ['two that do not want to', ['refused', 'refused', ['192.0.2.3']], ['192.0.2.3']],
  ['all fail', ['servfail', 'servfail'], 'ESERVFAIL'],
  ['one that knows that there is no such name', ['nxdomain', ['192.0.2.2']], 'ENOTFOUND'],
];

for (const [what, answers, expected] of rows) {
  test(`of several DNS servers: ${what}`, async () => {
    await using stack = new AsyncDisposableStack();
    const servers = [];
    for (const answer of answers) servers.push(stack.use(await fakeDns({ 'a.test': answer })).address);
    const channel = new Resolver();
    channel.setServers(servers);
    const asked = askInTurn(channel, one => one.resolve4('a.test'), new AbortController().signal);
    const got = await asked.catch(
      (error: unknown) => error instanceof Error && 'code' in error && error.code,
    );
    assert.deepEqual(got, expected);
  });
}

test('a run that is over asks no further server', async () => {
  await using failing = await fakeDns({ 'a.test': 'servfail' });
  await using other = await fakeDns({ 'a.test': ['192.0.2.1'] });
  const channel = new Resolver();
  channel.setServers([failing.address, other.address]);
  const asked = askInTurn(channel, one => one.resolve4('a.test'), AbortSignal.abort());
  await assert.rejects(asked, { code: 'ESERVFAIL' });
  assert.deepEqual(other.questions, []);
});
