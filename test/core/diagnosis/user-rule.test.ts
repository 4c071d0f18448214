import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../../../src/core/diagnosis/index.ts';
import type { UserCondition, UserRule } from '../../../src/core/diagnosis/user-rule.ts';
import { many, nginx, nothing, rails, s3, server } from '../../support/diagnosis-cases.ts';

function rule(when: readonly UserCondition[], parts: Partial<UserRule> = {}): UserRule {
  return {
    id: 'media_proxy_down',
    server: null,
    when,
    confidence: 'likely',
    sentence: 'Our media proxy is down.',
    publicSentence: null,
    firstCheck: 'Look at the media proxy.',
    runbook: null,
    ...parts,
  };
}

const storageDown = server({ answers: { object_storage: s3(503) } });

test("a rule of the sysop's own stands beside the built-in ones, with its own words", () => {
  const own = rule([
    { component: 'object_storage', is: ['http_status'] },
    { component: 'api', is: 'up' },
  ]);
  const findings = diagnose(storageDown, [own]);
  assert.deepEqual(
    findings.map(({ id }) => id),
    ['object_storage_down', 'media_proxy_down'],
  );
  const finding = findings[1];
  assert.equal(finding?.sentence, own.sentence);
  assert.deepEqual(finding?.checks, [{ step: own.firstCheck, command: null }]);
  assert.deepEqual(
    finding?.evidence.map(({ component, up }) => [component, up]),
    [
      ['object_storage', false],
      ['api', true],
    ],
  );
});

const conditions: readonly (readonly [holds: boolean, ...when: UserCondition[]])[] = [
  [true, { component: 'object_storage', is: 'down' }],
  [true, { component: 'object_storage', is: ['dns', 'http_status'] }],
  [false, { component: 'object_storage', is: ['dns', 'connect_refused'] }],
  [false, { component: 'object_storage', is: 'up' }],
  [false, { component: 'no_such_component', is: 'down' }],
  [false, { component: 'api', is: 'up' }],
  [false, { component: 'object_storage', is: 'down' }, { component: 'api', is: 'down' }],
  [false],
];

for (const [holds, ...when] of conditions) {
  test(`${JSON.stringify(when)} ${holds ? 'holds' : 'does not hold'} while the storage alone fails`, () => {
    const ids = diagnose(storageDown, [rule(when)]).map(({ id }) => id);
    assert.equal(ids.includes('media_proxy_down'), holds);
  });
}

test('a condition takes fine codes as well as reasons', () => {
  const view = server({ answers: { api: nothing('connect_refused', 'connect') } });
  const own = rule([{ component: 'api', is: ['connect_refused'] }]);
  assert.ok(diagnose(view, [own]).some(({ id }) => id === own.id));
});

test('a rule for one server says nothing of another', () => {
  const own = rule([{ component: 'object_storage', is: 'down' }], { server: 'other.example' });
  assert.ok(diagnose(storageDown, [own]).every(({ id }) => id !== own.id));
});

test('what a rule of the sysop names is no longer unknown', () => {
  const view = server({ answers: { api: nginx(418) } });
  const own = rule([{ component: 'api', is: 'down' }]);
  assert.deepEqual(
    diagnose(view, [own]).map(({ id }) => id),
    [own.id],
  );
});

test('a component that is not known fulfils no condition', () => {
  const view = server({ answers: { ...many('main_page user_page', rails(500)), api: null } });
  const own = rule([
    { component: 'main_page', is: 'down' },
    { component: 'api', is: 'down' },
  ]);
  assert.ok(diagnose(view, [own]).every(({ id }) => id !== own.id));
});
