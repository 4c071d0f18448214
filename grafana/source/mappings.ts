/** What values are called and coloured. Colours never stand alone: every mapping has a text. */
import { MappingType, SpecialValueMatch, type ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import { causes } from '../../src/core/diagnosis/index.ts';
import type { Reason } from '../../src/core/reason.ts';
import type { DashboardLanguage, Text } from './language.ts';
import { type StateName, stateCodes, stateNames } from './queries.ts';

/** Neither good nor bad: nothing is known. */
const neutral = 'text';

interface Named extends Text {
  readonly color: string;
}

function valuesTo(names: Readonly<Record<string, Named>>, language: DashboardLanguage): ValueMapping {
  const options = Object.entries(names).map(([value, named], index) => [
    value,
    { text: named[language], color: named.color, index },
  ]);
  return { type: MappingType.ValueToText, options: Object.fromEntries(options) };
}

/** A gap in the data is shown as one, never as green or red: without this it has the colour of the lowest threshold. */
export function noData(language: DashboardLanguage): ValueMapping {
  return {
    type: MappingType.SpecialValue,
    options: {
      match: SpecialValueMatch.NullAndNan,
      result: { text: noDataText[language], color: neutral, index: 99 },
    },
  };
}

export const noDataText: Text = { en: 'No data', ko: '데이터 없음' };

function ranges(
  steps: readonly { readonly from: number | null; readonly to: number | null; readonly named: Named }[],
  language: DashboardLanguage,
): readonly ValueMapping[] {
  return steps.map(({ from, to, named }, index) => ({
    type: MappingType.RangeToText,
    options: { from, to, result: { text: named[language], color: named.color, index } },
  }));
}

const states: Readonly<Record<StateName, Named>> = {
  unknown: { en: 'Unknown', ko: '알 수 없음', color: neutral },
  operational: { en: 'Operational', ko: '정상', color: 'green' },
  maintenance: { en: 'Maintenance', ko: '점검 중', color: 'blue' },
  degraded: { en: 'Degraded', ko: '성능 저하', color: 'yellow' },
  outage: { en: 'Outage', ko: '장애', color: 'red' },
};

/** Codes of states. */
export function stateMappings(language: DashboardLanguage): ValueMapping[] {
  const byCode = stateNames.map(name => [String(stateCodes[name]), states[name]]);
  return [valuesTo(Object.fromEntries(byCode), language), noData(language)];
}

/** The share of a server's components that is up. */
export function serverMappings(language: DashboardLanguage): ValueMapping[] {
  return [
    ...ranges(
      [
        { from: 1, to: 1, named: { en: 'All components up', ko: '모두 정상', color: 'green' } },
        { from: 0.001, to: 0.999, named: { en: 'Partly down', ko: '일부 장애', color: 'orange' } },
        { from: 0, to: 0, named: { en: 'Down', ko: '전체 장애', color: 'red' } },
      ],
      language,
    ),
    noData(language),
  ];
}

export function upMappings(language: DashboardLanguage): ValueMapping[] {
  return yesNo({ en: 'Up', ko: '정상', color: 'green' }, { en: 'Down', ko: '장애', color: 'red' }, language);
}

export function keywordMappings(language: DashboardLanguage): ValueMapping[] {
  return yesNo(
    { en: 'Found', ko: '있음', color: 'green' },
    { en: 'Missing', ko: '없음', color: 'red' },
    language,
  );
}

export function reloadMappings(language: DashboardLanguage): ValueMapping[] {
  return yesNo(
    { en: 'Accepted', ko: '적용됨', color: 'green' },
    { en: 'Refused', ko: '거부됨', color: 'red' },
    language,
  );
}

function yesNo(yes: Named, no: Named, language: DashboardLanguage): ValueMapping[] {
  return [valuesTo({ '1': yes, '0': no }, language), noData(language)];
}

export function statusCodeMappings(language: DashboardLanguage): ValueMapping[] {
  const codes = [
    { from: 100, to: 199, named: { en: '1xx', ko: '1xx', color: 'blue' } },
    { from: 200, to: 299, named: { en: '2xx', ko: '2xx', color: 'green' } },
    { from: 300, to: 399, named: { en: '3xx', ko: '3xx', color: 'blue' } },
    { from: 400, to: 499, named: { en: '4xx', ko: '4xx', color: 'orange' } },
    { from: 500, to: 599, named: { en: '5xx', ko: '5xx', color: 'red' } },
  ];
  return [...ranges(codes, language), noData(language)];
}

/** Who answered, as a code: a stale copy is the worst, since it hides what is behind it. */
export const cacheCodes = { none: 0, miss: 1, hit: 2, stale: 3 } as const;

export function cacheMappings(language: DashboardLanguage): ValueMapping[] {
  const names = {
    [cacheCodes.none]: { en: 'No cache', ko: '캐시 없음', color: 'green' },
    [cacheCodes.miss]: { en: 'Miss', ko: '원본 응답', color: 'green' },
    [cacheCodes.hit]: { en: 'Copy', ko: '캐시 사본', color: 'blue' },
    [cacheCodes.stale]: { en: 'Old copy', ko: '오래된 사본', color: 'red' },
  };
  return [valuesTo(names, language), noData(language)];
}

const reasonTexts: Readonly<Record<Reason, Text>> = {
  dns: { en: 'Name not resolved', ko: 'DNS 조회 실패' },
  connect: { en: 'No connection', ko: '연결 실패' },
  tls: { en: 'TLS or certificate', ko: 'TLS 또는 인증서' },
  timeout: { en: 'Timeout', ko: '시간 초과' },
  connection_lost: { en: 'Connection lost', ko: '연결 끊김' },
  malformed: { en: 'Not valid HTTP', ko: '잘못된 HTTP 응답' },
  body: { en: 'Unreadable body', ko: '본문을 읽을 수 없음' },
  redirect: { en: 'Redirect', ko: '리다이렉트' },
  http_status: { en: 'HTTP status', ko: 'HTTP 상태 코드' },
  rate_limited: { en: 'Rate limited', ko: '요청 제한' },
  stale_cache: { en: 'Old copy from a cache', ko: '캐시의 오래된 사본' },
  keyword: { en: 'Keyword missing', ko: '키워드 없음' },
  content: { en: 'Wrong content', ko: '내용 불일치' },
  websocket: { en: 'WebSocket', ko: '웹소켓' },
  activitypub: { en: 'ActivityPub', ko: '액티비티펍' },
  internal: { en: 'Fault of the exporter', ko: '모니터 자체 오류' },
};

/** Values of the label `reason`. */
export function reasonMappings(language: DashboardLanguage): ValueMapping[] {
  const named = Object.entries(reasonTexts).map(([reason, text]) => [reason, { ...text, color: 'red' }]);
  return [valuesTo(Object.fromEntries(named), language)];
}

/** Values of the label `diagnosis`, in the words of the status page. */
export function diagnosisMappings(language: DashboardLanguage): ValueMapping[] {
  const named = causes.map(({ id, publicSentence }) => [id, { ...publicSentence, color: 'orange' }]);
  return [valuesTo(Object.fromEntries(named), language)];
}
