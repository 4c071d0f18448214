import assert from 'node:assert/strict';
import test from 'node:test';
import { diagnose } from '../../src/core/diagnosis/index.ts';
import { DiagnosisLog } from '../../src/monitor/diagnosis-log.ts';
import { many, nginx, s3, server } from '../support/diagnosis-cases.ts';
import { RecordingLog } from '../support/monitor-fakes.ts';

const webDown = diagnose(
  server({ answers: many('main_page user_page api health host_meta activitypub', nginx(502)) }),
);
const lessOfIt = diagnose(server({ only: [], answers: many('main_page user_page', nginx(502)) }));
const storageDown = diagnose(server({ answers: { object_storage: s3(503) } }));

test('a change of what is found is news, with ids and evidence, and so is its end', () => {
  const log = new RecordingLog();
  const diagnoses = new DiagnosisLog(log);
  diagnoses.follow('a.example', []);
  diagnoses.follow('a.example', webDown);
  diagnoses.follow('a.example', webDown);
  diagnoses.follow('a.example', [...storageDown, ...webDown]);
  diagnoses.follow('a.example', []);
  diagnoses.follow('a.example', []);
  assert.deepEqual(
    log.lines.map(({ level, message, fields }) => [level, message, fields['diagnoses'], fields['former']]),
    [
      ['info', 'diagnosis changed', ['web_process_down'], []],
      ['info', 'diagnosis changed', ['object_storage_down', 'web_process_down'], ['web_process_down']],
      ['info', 'diagnosis cleared', undefined, ['object_storage_down', 'web_process_down']],
    ],
  );
  const told = JSON.stringify(log.lines[0]?.fields);
  assert.match(told, /"component":"api","up":false,"host":"social.example","reason":"http_status"/);
});

test('more or less evidence for the same, or another order, is no news', () => {
  const log = new RecordingLog();
  const diagnoses = new DiagnosisLog(log);
  diagnoses.follow('a.example', [...lessOfIt, ...storageDown]);
  diagnoses.follow('a.example', [...storageDown, ...webDown]);
  assert.equal(log.lines.length, 1);
});

test('servers are told apart, and one that is no longer watched is forgotten', () => {
  const log = new RecordingLog();
  const diagnoses = new DiagnosisLog(log);
  diagnoses.follow('a.example', webDown);
  diagnoses.follow('b.example', webDown);
  diagnoses.keep(['b.example']);
  diagnoses.follow('a.example', webDown);
  diagnoses.follow('b.example', webDown);
  assert.deepEqual(
    log.lines.map(({ fields }) => fields['server']),
    ['a.example', 'b.example', 'a.example'],
  );
});
