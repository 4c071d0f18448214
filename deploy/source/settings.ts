/** Every threshold of the alerts, in one place. Durations are Prometheus'. */
export const settings = {
  /** The job of the scrape configuration. */
  job: 'fedistatus',
  /** Where the dashboards are. */
  grafana: 'http://127.0.0.1:3000',

  /** More than this share of the exporters that see a component must agree that it is down. */
  quorum: 0.5,
  /** More than this share of its components down: the server is. Storage and streaming often live elsewhere. */
  serverShare: 0.5,
  /**
   * The server is told of before its components, so that one message stands for all. Between the first component that is
   * seen to be down and the half of them lie a probe's interval and a scrape's, a minute each at most.
   */
  serverDownFor: '1m',
  componentDownFor: '3m',
  /** A recovery must last, or one outage becomes ten messages. The server's alert must outlive those that it holds back. */
  serverKeepFiringFor: '4m',
  componentKeepFiringFor: '3m',
  /** A scrape that fails is no recovery: without this it would resolve an alert, which then begins anew. */
  keepFiringFor: '5m',
  /** Some components are asked every five minutes only: so long the server's alert stands for those that it took along. */
  serverRecovery: '10m',
  /** Deployments change texts. */
  keywordLostFor: '10m',

  slowSeconds: 5,
  /** The quantile of the answers that is to be fast. */
  slowShare: 0.5,
  slowWindow: '15m',
  slowFor: '10m',

  /** Of the life of a certificate: 22 days of 90, 1.5 of 6. Renewal is due at a third. */
  certificateWarning: 0.25,
  certificateCritical: 0.1,
  /** Shorter than Alertmanager waits for a Prometheus that restarts, or that would be a recovery. */
  certificateFor: '2m',

  flappingChanges: 6,
  flappingWindow: '30m',

  /** The objective: the share of probes that must pass. */
  objective: 0.995,
  /** Who has made a smaller share of the probes of a window than this has no say about it. */
  leastWatched: 0.5,
  /** What is asked every five minutes makes thin statistics: fewer failures than these are an accident, whatever the share. */
  leastFailures: 5,

  diagnosisFor: '5m',
  /** In intervals of the component. */
  staleIntervals: 5,
  staleFor: '2m',
  exporterAbsentFor: '2m',
  /** What an exporter watched is read off this time before it was gone. */
  exporterMemory: '10m',
  /** Others watch the same servers meanwhile. */
  oneExporterAbsentFor: '10m',
  /** Deployments and trials begin anew a few times and are done: what goes on for as long as the window is neither. */
  restarts: 2,
  restartsWindow: '15m',
  restartsFor: '15m',
  proberOfflineFor: '2m',
  reloadFailedFor: '5m',
  historyWindow: '10m',
  historyFor: '5m',
} as const;

/** A window, in Prometheus' words and in seconds. */
export interface Window {
  readonly range: string;
  readonly seconds: number;
}

/** When the error budget burns too fast: seen over a long window, and over a short one, which tells that it goes on. */
export interface Burn {
  /** How many times faster than the objective allows. */
  readonly rate: number;
  readonly long: Window;
  readonly short: Window;
}

/** SRE workbook, chapter 5: 2 % of a month's budget in an hour. */
export const fastBurn: Burn = {
  rate: 14.4,
  long: { range: '1h', seconds: 3600 },
  short: { range: '5m', seconds: 300 },
};

/** As there: 5 % in six hours. */
export const slowBurn: Burn = {
  rate: 6,
  long: { range: '6h', seconds: 21_600 },
  short: { range: '30m', seconds: 1800 },
};
