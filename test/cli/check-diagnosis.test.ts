import assert from 'node:assert/strict';
import test from 'node:test';
import { attributed, diagnoseChecked } from '../../src/cli/check-diagnosis.ts';
import type { CheckedComponent } from '../../src/cli/check-table.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { toResult } from '../../src/core/result.ts';
import { lemmy } from '../../src/preset/lemmy.ts';
import { component, failure, http, observation } from '../support/core-values.ts';

let asked = 0;

function reference(outcome: Outcome): { name: string; start: () => () => Promise<Outcome> } {
  return {
    name: 'https://reference.example',
    start: () => () => {
      asked += 1;
      return Promise.resolve(outcome);
    },
  };
}

function checked(server: string, outcome: Outcome): CheckedComponent {
  const definition = { ...component(), server, target: `https://${server}/` };
  return { result: toResult(definition, outcome, { at: 0, durationMs: 1 }), target: definition.target };
}

async function idsOf(
  rows: readonly CheckedComponent[],
  references: readonly ReturnType<typeof reference>[] = [],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const findings = await diagnoseChecked(rows, { servers: [], references, diagnosis: [] });
  return Object.fromEntries([...findings].map(([domain, own]) => [domain, own.map(({ id }) => id)]));
}

const down = checked('down.example', failure());
const up = checked('up.example', observation());

test('each server is diagnosed by itself, and one round is enough', async () => {
  assert.deepEqual(await idsOf([down, up]), { 'down.example': ['server_unreachable'], 'up.example': [] });
});

test('while no reference answers it is the prober, and while one does it is not', async () => {
  const silent = reference(failure());
  assert.deepEqual(await idsOf([down], [silent]), { 'down.example': ['prober_offline'] });
  assert.deepEqual(await idsOf([down], [silent, reference(observation())]), {
    'down.example': ['server_unreachable'],
  });
});

test('references are left alone while nothing fails', async () => {
  asked = 0;
  await idsOf([up], [reference(observation())]);
  assert.equal(asked, 0);
});

test('a fault of our own is no evidence', async () => {
  const own = checked('down.example', failure({ code: 'internal' }));
  assert.deepEqual(await idsOf([own]), { 'down.example': [] });
});

test('the table says of an error who made it, as the findings below it do', () => {
  const row = checked('lemmy.example', observation({ http: http({ status: 500, answeredBy: 'proxy' }) }));
  const servers = [
    { domain: 'lemmy.example', title: null, ...(lemmy.software && { software: lemmy.software }) },
  ];
  const whom = ([seen]: readonly CheckedComponent[]): string | undefined =>
    seen?.result.outcome.http?.answeredBy;
  assert.equal(whom(attributed([row], servers)), 'application');
  assert.equal(whom(attributed([row], [])), 'proxy');
});
