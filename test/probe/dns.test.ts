import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dns } from '../../src/probe/dns.ts';
import { fakeDns } from '../support/fake-dns.ts';
import { prepared, probeOnce, verdictOf } from '../support/probing.ts';
import { phasesOf } from '../support/transport-run.ts';

const zone = {
  'a.test': ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
  'alias.test': { cname: 'a.test', addresses: [] },
  'mail.test': { mx: [[10, 'mx.mail.test']], txt: ['v=spf1 -all'] },
  'servfail.test': 'servfail',
  'silent.test': 'silence',
} as const;

const cases: readonly (readonly [name: string, settings: object, verdict: string])[] = [
  ['any A record', { name: 'a.test' }, 'up'],
  ['an A record that is there', { name: 'a.test', expect: '192.0.2.2' }, 'up'],
  [
    'an A record that is not there',
    { name: 'a.test', expect: ['192.0.2.2', '192.0.2.3'] },
    'expect_mismatch',
  ],
  ['AAAA', { name: 'a.test', record: 'AAAA', expect: '2001:db8::1' }, 'up'],
  ['MX', { name: 'mail.test', record: 'MX', expect: '10 mx.mail.test' }, 'up'],
  ['TXT', { name: 'mail.test', record: 'TXT', expect: 'v=spf1 -all' }, 'up'],
  ['MX as dig prints it', { name: 'mail.test', record: 'MX', expect: '10 MX.mail.test.' }, 'up'],
  ['TXT as dig prints it', { name: 'mail.test', record: 'TXT', expect: '"v=spf1" " -all"' }, 'up'],
  ['another TXT', { name: 'mail.test', record: 'TXT', expect: 'V=spf1 -all' }, 'expect_mismatch'],
  ['an alias without a record of the type', { name: 'alias.test' }, 'dns_nodata'],
  ['row 86: no record of the type', { name: 'mail.test' }, 'dns_nodata'],
  ['row 85: no such name', { name: 'none.test' }, 'dns_nxdomain'],
  ['row 86: SERVFAIL', { name: 'servfail.test' }, 'dns_servfail'],
  ['row 86: silence', { name: 'silent.test' }, 'dns_timeout'],
];

describe('a DNS query', () => {
  for (const [name, settings, verdict] of cases) {
    it(`${name}: ${verdict}`, async () => {
      await using server = await fakeDns(zone);
      assert.equal(await verdictOf(dns, { server: server.address, ...settings }, 300), verdict);
    });
  }

  it('tells what came', async () => {
    await using server = await fakeDns(zone);
    const { outcome, verdict } = await probeOnce(
      prepared(dns, { server: server.address, name: 'a.test', expect: '192.0.2.9' }),
    );
    assert.deepEqual(verdict.assertions[0], {
      kind: 'records',
      pass: false,
      expected: '192.0.2.9',
      actual: '192.0.2.1, 192.0.2.2',
    });
    assert.equal(phasesOf(outcome), 'resolve');
  });
});
