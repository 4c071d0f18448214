import assert from 'node:assert/strict';
import test from 'node:test';
import {
  acceptsGzip,
  expositionContentTypes,
  expositionOffers,
  negotiate,
} from '../../src/publish/negotiate.ts';

const accepts: readonly [who: string, accept: string | undefined, format: 'text' | 'openmetrics'][] = [
  ['nobody in particular', undefined, 'text'],
  ['an empty header', '', 'text'],
  ['curl', '*/*', 'text'],
  ['Firefox', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'text'],
  [
    'Prometheus 2.42',
    'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1',
    'openmetrics',
  ],
  [
    'Prometheus 3',
    'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
    'openmetrics',
  ],
  [
    'Prometheus 3 with native histograms',
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=0.0.4;q=0.2,*/*;q=0.1',
    'openmetrics',
  ],
  [
    'Prometheus 3 with escaped names',
    'application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.5,text/plain;version=0.0.4;q=0.2',
    'openmetrics',
  ],
  [
    'a scraper of protobuf alone',
    'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily',
    'text',
  ],
  ['OpenMetrics without a version', 'application/openmetrics-text', 'openmetrics'],
  ['OpenMetrics 0.0.1 alone', 'application/openmetrics-text;version=0.0.1', 'text'],
  [
    'OpenMetrics 2.0 first',
    'application/openmetrics-text;version=2.0.0,text/plain;version=0.0.4;q=0.5',
    'text',
  ],
  ['OpenMetrics liked less', 'application/openmetrics-text;version=1.0.0;q=0.2,text/plain;q=0.3', 'text'],
  ['OpenMetrics refused', 'application/openmetrics-text;q=0,*/*;q=0.1', 'text'],
  ['capitals and spaces', 'Application/OpenMetrics-Text; Version=1.0.0 , text/plain; q=0.1', 'openmetrics'],
  ['nonsense', ';;,,=', 'text'],
];

for (const [who, accept, format] of accepts) {
  test(`${who} gets ${format}`, () => assert.equal(negotiate(accept, expositionOffers), format));
}

const encodings: readonly [header: string | undefined, gzip: boolean][] = [
  [undefined, false],
  ['', false],
  ['gzip', true],
  ['gzip, deflate, br', true],
  ['*', true],
  ['gzip;q=0', false],
  ['gzip;q=0, *', false],
  ['identity, gzip;q=0.5', false],
  ['br', false],
];

for (const [header, gzip] of encodings) {
  test(`Accept-Encoding ${header ?? 'absent'} means ${gzip ? 'gzip' : 'plain'}`, () => {
    assert.equal(acceptsGzip(header), gzip);
  });
}

test('each format says its version and charset', () => {
  assert.deepEqual(expositionContentTypes, {
    text: 'text/plain; version=0.0.4; charset=utf-8',
    openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  });
});
