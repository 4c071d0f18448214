import assert from 'node:assert/strict';
import test from 'node:test';
import { hostOf, nameOf, portOf, withPort } from '../../../src/core/diagnosis/host.ts';

const hosts: readonly (readonly [target: string, host: string | null])[] = [
  ['https://Social.Example/about', 'social.example'],
  ['https://social.example:443/', 'social.example'],
  ['wss://social.example:443', 'social.example'],
  ['https://social.example:8443?x', 'social.example:8443'],
  ['http://user:pass@social.example/x', 'social.example'],
  ['//social.example/x', 'social.example'],
  ['db.example:5432', 'db.example:5432'],
  ['[2001:db8::1]:53', '[2001:db8::1]:53'],
  ['https://[2001:db8::1]/', '[2001:db8::1]'],
  ['https://xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ['/only/a/path', null],
  ['', null],
  ['https://x;reboot/', null],
  ['https://$(reboot)/', null],
  ['https://-rf/', null],
  ["https://x'y/", null],
];

for (const [target, host] of hosts) {
  test(`the host of ${JSON.stringify(target)} is ${host}`, () => {
    assert.equal(hostOf(target), host);
  });
}

test('a name has no port, and a place to connect to has one', () => {
  assert.equal(nameOf('social.example:8443'), 'social.example');
  assert.equal(nameOf('[::1]'), '[::1]');
  assert.equal(portOf('social.example:8443'), '8443');
  assert.equal(portOf('[::1]'), null);
  assert.equal(withPort('social.example'), 'social.example:443');
  assert.equal(withPort('social.example:8443'), 'social.example:8443');
  assert.equal(withPort('[::1]'), '[::1]:443');
});
