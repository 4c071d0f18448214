import { longDuration, percent } from './numbers.ts';
import type { Words } from './words.ts';

const states = {
  operational: '정상',
  degraded: '성능 저하',
  outage: '장애',
  maintenance: '점검 중',
  unknown: '알 수 없음',
} as const;

export const ko: Words = {
  language: 'ko',
  locale: 'ko-KR',
  name: '한국어',

  states,
  kinds: {
    operational: '정상',
    degraded: '성능 저하',
    outage: '장애',
    maintenance: '점검',
    no_data: '데이터 없음',
  },
  reasons: {
    dns: '도메인 이름을 찾을 수 없음',
    connect: '접속할 수 없음',
    tls: 'TLS 연결을 맺을 수 없음',
    timeout: '제때 응답하지 않음',
    connection_lost: '연결이 끊김',
    malformed: '응답 형식이 잘못됨',
    body: '응답을 읽을 수 없음',
    redirect: '리디렉션이 잘못됨',
    http_status: '오류로 응답함',
    rate_limited: '요청이 너무 많음',
    stale_cache: '오래된 사본만 제공됨',
    keyword: '있어야 할 내용이 없음',
    content: '내용이 예상과 다름',
    websocket: '실시간 연결에 실패함',
    activitypub: '다른 서버에서 계정을 찾을 수 없음',
    internal: '확인할 수 없음',
    certificate_expired: 'TLS 인증서가 만료됨',
    certificate_expires_soon: 'TLS 인증서가 곧 만료됨',
    slow: '응답이 느림',
  },
  stages: {
    investigating: '조사 중',
    identified: '원인 파악',
    monitoring: '경과 관찰 중',
    resolved: '해결됨',
  },
  maintenanceStages: { scheduled: '예정', in_progress: '진행 중', completed: '완료' },

  overall({ overall, counts }) {
    switch (overall) {
      case 'operational':
        return '모든 서비스가 정상입니다';
      case 'maintenance':
        return '점검이 진행 중입니다';
      case 'unknown':
        return counts.operational === 0
          ? '현재 상태를 알 수 없습니다'
          : '확인된 서비스는 정상이지만 일부 상태를 알 수 없습니다';
      case 'degraded':
        return '일부 서비스의 성능이 저하되었습니다';
      case 'partial_outage':
        return '일부 서비스에 장애가 있습니다';
      case 'major_outage':
        return '서비스 전반에 장애가 있습니다';
      default:
        return overall satisfies never;
    }
  },
  counts: ({ operational, degraded, outage, maintenance, unknown }) =>
    [
      [operational, states.operational],
      [degraded, states.degraded],
      [outage, states.outage],
      [maintenance, states.maintenance],
      [unknown, states.unknown],
    ]
      .filter(([count]) => count !== 0)
      .map(([count, word]) => `${word} ${count}개`)
      .join(', '),
  siteTitle: server => `${server} 상태`,
  siteTitleOfSeveral: '서비스 상태',
  incidentTitle: (severity, components) =>
    `${shortened(components)} ${severity === 'degraded' ? states.degraded : states.outage}`,
  detected: troubles =>
    troubles
      .map(
        ({ components, state, reason }) => `${components}: ${state}${reason === null ? '' : ` (${reason})`}.`,
      )
      .join(' '),
  resolved: duration => `${duration} 만에 모두 정상으로 돌아왔습니다.`,

  list: items => items.join(', '),
  duration: ms => longDuration(ms, { d: '일', h: '시간', m: '분', s: '초' }),
  percent,
  uptime: share => `가동률 ${share}`,
  noUptime: '아직 데이터 없음',
  since: time => `${time}부터`,
  span: (from, until) => `${from} ~ ${until}`,
  lasted: duration => `${duration} 동안`,
  barSummary({ days, outageDays, outage, degradedDays, degraded, noDataDays }) {
    const parts = [
      outageDays > 0 ? `장애 ${outageDays}일 (${outage})` : '장애 없음',
      ...(degradedDays > 0 ? [`성능 저하 ${degradedDays}일 (${degraded})`] : []),
      ...(noDataDays > 0 ? [`데이터 없음 ${noDataDays}일`] : []),
    ];
    return `최근 ${days}일: ${parts.join(', ')}.`;
  },
  dayNote: (date, notes) =>
    `${date}: ${notes.map(({ kind, duration }) => `${ko.kinds[kind]} ${duration}`).join(', ')}`,
  daysAgo: days => (days === 1 ? '어제' : `${days}일 전`),
  today: '오늘',

  asOf: time => `${time} 기준`,
  silentSince: time => `${time} 이후로 측정된 것이 없습니다. 아래 내용은 지금과 다를 수 있습니다.`,
  oldPage: time =>
    `이 페이지는 ${time}에 만들어진 뒤로 갱신되지 않았습니다. 아래 내용은 지금과 다를 수 있습니다.`,
  reload: '새로고침',

  skip: '본문으로 건너뛰기',
  languages: '언어',
  links: '링크',
  legend: '막대의 뜻',
  servers: '서버',
  components: '구성 요소',
  otherComponents: '기타',
  openIncidents: '진행 중인 장애',
  pastIncidents: '지난 장애',
  allIncidents: '모든 장애 기록',
  noIncidents: days => `최근 ${days}일간 기록된 지난 장애가 없습니다.`,
  ongoing: '진행 중',
  announcements: '공지',
  maintenance: '점검',
  plannedMaintenance: '예정된 점검',
  everything: '전체',
  affected: '영향 범위',
  updates: '경과',
  back: '현재 상태',
  feed: 'Atom 피드',
  api: 'JSON',
  madeBy: 'fedistatus가 외부에서 지켜보고 있습니다',
};

function shortened(components: readonly string[]): string {
  if (components.length <= 3) return components.join(', ');
  return `${components.slice(0, 2).join(', ')} 외 ${components.length - 2}개`;
}
