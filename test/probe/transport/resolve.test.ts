import assert from 'node:assert/strict';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { hostsOf, parseHosts } from '../../../src/probe/transport/hosts-file.ts';
import { lookUp } from '../../../src/probe/transport/resolve.ts';
import type { NetworkSettings } from '../../../src/probe/transport/types.ts';
import { blackHole } from '../../support/black-hole.ts';
import { type DnsAnswer, fakeDns } from '../../support/fake-dns.ts';
import { answer, hostileServer } from '../../support/hostile-server.ts';
import { asFailure, asObservation, fetch, network, phasesOf, summary } from '../../support/transport-run.ts';

const never = new AbortController().signal;

/** The addresses of a host, or the code of why there are none. */
async function addressesOf(host: string, settings: Partial<NetworkSettings> = {}, hosts?: string) {
  try {
    using lookup = await lookUp(host, network(settings), never, hosts ?? '/nonexistent/hosts');
    return [...lookup.addresses, ...(await lookup.others())];
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

describe('names', () => {
  const zone: Readonly<Record<string, DnsAnswer>> = {
    'both.test': ['192.0.2.1', '192.0.2.2', '2001:db8::1'],
    'six.test': ['2001:db8::1'],
    'none.test': [],
    'alias.test': { cname: 'both.test', addresses: ['192.0.2.1'] },
    'alias-six.test': { cname: 'six.test', addresses: ['2001:db8::1'] },
    'alias-none.test': { cname: 'none.test', addresses: [] },
    'servfail.test': 'servfail',
    'refused.test': 'refused',
    'garbage.test': 'garbage',
  };
  const cases: readonly (readonly [
    row: string,
    host: string,
    ip: NetworkSettings['ip'],
    expected: unknown,
  ])[] = [
    ['both families, IPv4 first', 'both.test', 'auto', ['192.0.2.1', '192.0.2.2', '2001:db8::1']],
    ['one family', 'both.test', 6, ['2001:db8::1']],
    ['row 87: IPv6 alone when IPv4 is only preferred', 'six.test', 'auto', ['2001:db8::1']],
    ['row 87: IPv6 alone when IPv4 is demanded', 'six.test', 4, 'dns_nodata'],
    ['row 85: a name that does not exist', 'nowhere.test', 'auto', 'dns_nxdomain'],
    ['row 86: NODATA', 'none.test', 'auto', 'dns_nodata'],
    ['an alias', 'alias.test', 'auto', ['192.0.2.1']],
    ['an alias without an address of the family', 'alias.test', 6, 'dns_nodata'],
    ['an alias of a name on IPv6 alone', 'alias-six.test', 'auto', ['2001:db8::1']],
    ['an alias of a name without an address', 'alias-none.test', 'auto', 'dns_nodata'],
    ['row 86: SERVFAIL', 'servfail.test', 'auto', 'dns_servfail'],
    ['row 86: REFUSED', 'refused.test', 'auto', 'dns_refused'],
    ['row 86: garbage', 'garbage.test', 4, 'dns'],
    ['a name that cannot be', `${'x'.repeat(64)}.test`, 4, 'invalid_target'],
    ['a dot at the end', 'both.test.', 4, ['192.0.2.1', '192.0.2.2']],
    ['an IPv4 literal', '192.0.2.9', 'auto', ['192.0.2.9']],
    ['an IPv6 literal', '2001:db8::9', 'auto', ['2001:db8::9']],
    ['an IPv4 literal where IPv6 is demanded', '192.0.2.9', 6, 'dns_nodata'],
    ['RFC 6761: localhost', 'localhost', 'auto', ['127.0.0.1', '::1']],
    ['RFC 6761: a name under it', 'Media.LocalHost', 6, ['::1']],
  ];
  for (const [name, host, ip, expected] of cases) {
    it(`${name}: ${host}`, async () => {
      await using dns = await fakeDns(zone);
      assert.deepEqual(await addressesOf(host, { ip, resolver: dns.server }), expected);
    });
  }

  it('a question is asked anew every time, since a cache would hide an outage', async () => {
    await using dns = await fakeDns(zone);
    for (let run = 0; run < 3; run += 1) await addressesOf('both.test', { ip: 4, resolver: dns.server });
    assert.deepEqual(dns.questions, ['both.test A', 'both.test A', 'both.test A']);
  });

  it('a DNS server that is not there is a failure of DNS', async () => {
    assert.equal(await addressesOf('both.test', { ip: 4, resolver: { host: '127.0.0.1', port: 1 } }), 'dns');
  });

  it('row 86: silent names delay no other', async () => {
    await using dns = await fakeDns({ 'silent.test': 'silence', 'good.test': ['127.0.0.1'] });
    await using server = await hostileServer(socket => socket.write(answer('ok')));
    const settings = { network: network({ resolver: dns.server }) };
    const silent = Array.from({ length: 8 }, () => fetch('http://silent.test/', settings, 500));
    const good = asObservation(await fetch(`http://good.test:${server.port}/`, settings));
    assert.ok(good.latencyMs < 400, `${good.latencyMs}`);
    assert.deepEqual(
      (await Promise.all(silent)).map(summary),
      Array.from({ length: 8 }, () => 'dns_timeout'),
    );
  });

  it('an answer for IPv4 does not wait for a silent IPv6', async () => {
    await using dns = await fakeDns({ 'half.test': { silentFor: 28, addresses: ['127.0.0.1'] } });
    await using server = await hostileServer(socket => socket.write(answer('ok')));
    const outcome = await fetch(`http://half.test:${server.port}/`, {
      network: network({ resolver: dns.server }),
    });
    assert.ok(asObservation(outcome).latencyMs < 1000);
  });

  it('an answer for IPv6 does not wait long for a silent IPv4', async () => {
    await using dns = await fakeDns({ 'half.test': { silentFor: 1, addresses: ['::1'] } });
    await using server = await hostileServer(socket => socket.write(answer('ok')), { host: '::1' });
    const outcome = await fetch(`http://half.test:${server.port}/`, {
      network: network({ resolver: dns.server }),
    });
    assert.equal(asObservation(outcome).address, '::1');
    assert.ok(asObservation(outcome).latencyMs < 1400);
  });

  it('a deadline while IPv4 is waited for is one of DNS', async () => {
    await using dns = await fakeDns({ 'half.test': { silentFor: 1, addresses: ['::1'] } });
    const settings = { network: network({ resolver: dns.server }) };
    const failure = asFailure(await fetch('http://half.test:1/', settings, 150));
    assert.equal(failure.code, 'dns_timeout');
    assert.equal(phasesOf(failure), '');
  });

  it('an address that refuses is the reason, though DNS is silent about the other family', async () => {
    await using dns = await fakeDns({ 'half.test': { silentFor: 28, addresses: ['127.0.0.1'] } });
    const settings = { network: network({ resolver: dns.server }) };
    const failure = asFailure(await fetch('http://half.test:1/', settings, 300));
    assert.equal(failure.code, 'connect_refused');
    assert.equal(
      failure.message,
      'connect ECONNREFUSED 127.0.0.1:1; DNS has no answer for the other address family',
    );
    assert.equal(failure.phase, 'connect');
  });
});

describe('the hosts file', () => {
  it('is read as hosts(5) says', () => {
    const hosts = parseHosts(
      '# c\n192.0.2.1 a.test A2.test # b.test\n\n2001:db8::1\ta.test\nbogus c.test\n192.0.2.3',
    );
    assert.deepEqual(
      [...hosts],
      [
        ['a.test', ['192.0.2.1', '2001:db8::1']],
        ['a2.test', ['192.0.2.1']],
      ],
    );
  });

  it('goes before DNS, is read again when it changes, and is not asked when a resolver is configured', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fedistatus-hosts-'));
    try {
      await using dns = await fakeDns({ 'a.test': ['192.0.2.7'] });
      const file = join(folder, 'hosts');
      await writeFile(file, '2001:db8::1 a.test\n192.0.2.1 a.test');
      assert.deepEqual(await addressesOf('a.test', {}, file), ['192.0.2.1', '2001:db8::1']);
      await writeFile(file, '192.0.2.2 a.test');
      await utimes(file, 1, 1);
      assert.deepEqual(await addressesOf('a.test', {}, file), ['192.0.2.2']);
      assert.deepEqual(await addressesOf('a.test', { ip: 4, resolver: dns.server }, file), ['192.0.2.7']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('that is missing has no hosts', () => {
    assert.equal(hostsOf('/nonexistent/hosts').size, 0);
  });
});

describe('connections', () => {
  it('row 81: a closed port is refused, and the connect phase did not happen', async () => {
    const failure = asFailure(await fetch('http://localhost:1/'));
    assert.equal(failure.code, 'connect_refused');
    assert.equal(phasesOf(failure), 'resolve');
  });

  it('row 85: an unknown name has no phases at all', async () => {
    await using dns = await fakeDns({});
    const failure = asFailure(
      await fetch('http://nowhere.test/', { network: network({ resolver: dns.server }) }),
    );
    assert.equal(failure.code, 'dns_nxdomain');
    assert.equal(failure.phase, 'resolve');
    assert.equal(phasesOf(failure), '');
  });

  it('row 88: the second address is tried when the first is dead, and both are told', async () => {
    await using dns = await fakeDns({ 'two.test': ['127.0.0.2', '127.0.0.1'] });
    await using server = await hostileServer(socket => socket.write(answer('ok')), { host: '127.0.0.1' });
    const outcome = await fetch(`http://two.test:${server.port}/`, {
      network: network({ resolver: dns.server }),
    });
    const { address, failedAddresses, latencyMs } = asObservation(outcome);
    assert.equal(address, '127.0.0.1');
    assert.deepEqual(failedAddresses, ['127.0.0.2']);
    assert.ok(latencyMs < 400);
  });

  it('row 88: all addresses are told when all are dead', async () => {
    await using dns = await fakeDns({ 'two.test': ['127.0.0.2', '127.0.0.3'] });
    const failure = asFailure(
      await fetch('http://two.test:1/', { network: network({ resolver: dns.server }) }),
    );
    assert.equal(failure.code, 'connect_refused');
    assert.match(failure.message, /127\.0\.0\.2.*127\.0\.0\.3/);
    assert.equal(failure.address, '127.0.0.3');
    assert.deepEqual(failure.failedAddresses, ['127.0.0.2']);
  });

  it('row 90: a server on IPv6 alone is reached, by literal and by name', async () => {
    await using server = await hostileServer(socket => socket.write(answer('ok')), { host: '::1' });
    const literal = asObservation(await fetch(`http://[::1]:${server.port}/`));
    assert.equal(literal.address, '::1');
    const named = asObservation(await fetch(`http://localhost:${server.port}/`));
    assert.equal(named.address, '::1');
    assert.deepEqual(named.failedAddresses, ['127.0.0.1']);
  });

  it('IPv6 is the way out when all of IPv4 is dead', async () => {
    await using dns = await fakeDns({ 'both.test': ['127.0.0.2', '::1'] });
    await using server = await hostileServer(socket => socket.write(answer('ok')), { host: '::1' });
    const outcome = await fetch(`http://both.test:${server.port}/`, {
      network: network({ resolver: dns.server }),
    });
    assert.equal(asObservation(outcome).address, '::1');
  });

  it('row 88, 89: an address that does not answer keeps the next waiting for half a second, no longer', async () => {
    await using dns = await fakeDns({ 'two.test': ['127.0.0.2', '127.0.0.1'] });
    await using server = await hostileServer(socket => socket.write(answer('ok')));
    await using _hole = await blackHole('127.0.0.2', server.port);
    const outcome = await fetch(`http://two.test:${server.port}/`, {
      network: network({ resolver: dns.server }),
    });
    const { address, failedAddresses, phasesMs } = asObservation(outcome);
    assert.equal(address, '127.0.0.1');
    assert.deepEqual(failedAddresses, ['127.0.0.2']);
    assert.ok((phasesMs.connect ?? 0) >= 490 && (phasesMs.connect ?? 0) < 800, `${phasesMs.connect}`);
  });
});
