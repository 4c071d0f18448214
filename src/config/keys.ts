/** The keys of the configuration file, but for those of the probe types. Their descriptions make the reference page. */
import { z } from 'zod';
import type { LocalizedText } from '../core/component.ts';
import type { PageSettings } from '../core/page-settings.ts';
import { projectUrl } from '../core/project.ts';
import { filePath } from '../probe/keys/secret.ts';
import { duration, size } from '../probe/keys/units.ts';
import type { ListenAddress } from './config.ts';
import { type DiagnosisKeys, diagnosisKeys } from './diagnosis-keys.ts';
import {
  accountName,
  domainName,
  headerText,
  httpUrl,
  listenAddress,
  localizedText,
  originText,
  reference,
} from './key-kinds.ts';
import { pageKeys } from './page-keys.ts';
import { type ShardKeys, shardKeys } from './shard.ts';
import {
  type ConfirmKeys,
  confirmKeys,
  type HistoryKeys,
  historyKeys,
  type MaintenanceKeys,
  maintenanceKeys,
  type OwnConfirmKeys,
  ownConfirmKeys,
  type PublishKeys,
  publishKeys,
} from './status-keys.ts';

type Optional<T> = z.ZodOptional<z.ZodType<T>>;

type Input = Readonly<Record<string, unknown>>;

type EvidenceKeys = { readonly keep: z.ZodDefault<z.ZodInt>; readonly excerpt: z.ZodType<number> };

type DemoKeys = {
  readonly listen: z.ZodType<ListenAddress>;
  readonly software: z.ZodDefault<z.ZodString>;
  readonly version: z.ZodOptional<z.ZodString>;
};

type TopKeys = {
  readonly listen: z.ZodType<ListenAddress>;
  readonly public_listen: Optional<ListenAddress>;
  readonly web_config_file: z.ZodOptional<z.ZodType<string>>;
  readonly schedule: z.ZodDefault<z.ZodEnum<{ timer: 'timer'; scrape: 'scrape' }>>;
  readonly scrape_min_age: z.ZodType<number>;
  readonly interval: z.ZodType<number>;
  readonly timeout: z.ZodType<number>;
  readonly user_agent: Optional<string>;
  readonly contact: Optional<string>;
  readonly references: z.ZodDefault<z.ZodArray<z.ZodType<string>>>;
  readonly evidence: z.ZodPrefault<z.ZodObject<EvidenceKeys, z.core.$strict>>;
  readonly confirm: z.ZodPrefault<z.ZodType<ConfirmKeys, Input>>;
  readonly history: z.ZodPrefault<z.ZodType<HistoryKeys, Input | string>>;
  readonly maintenance: z.ZodDefault<z.ZodArray<z.ZodType<MaintenanceKeys>>>;
  readonly diagnosis: z.ZodDefault<z.ZodArray<z.ZodType<DiagnosisKeys>>>;
  readonly page: z.ZodPrefault<z.ZodType<PageSettings, Input>>;
  readonly publish: Optional<PublishKeys>;
  readonly announcements: z.ZodOptional<z.ZodType<string>>;
  readonly shard: Optional<ShardKeys>;
  readonly demo: z.ZodOptional<z.ZodObject<DemoKeys, z.core.$strict>>;
  readonly servers: z.ZodArray<z.ZodUnknown>;
};

/** The file as a whole. Servers are read one by one, with {@link serverKeys}. */
export const topKeys: z.ZodObject<TopKeys, z.core.$strict> = z.strictObject({
  listen: listenAddress
    .prefault('127.0.0.1:10061')
    .describe(
      'Where `/metrics`, the operator pages and, unless `public_listen` is set, the public pages are served.',
    ),
  public_listen: listenAddress
    .optional()
    .describe('Where the public pages alone are served, for the outside world.'),
  web_config_file: filePath
    .optional()
    .describe("TLS and basic auth of the listeners: a file in Prometheus' web configuration format."),
  schedule: z
    .enum(['timer', 'scrape'])
    .default('timer')
    .describe('`timer`: every component is probed on its own interval. `scrape`: when `/metrics` is read.'),
  scrape_min_age: duration
    .prefault('5s')
    .describe('With `schedule: scrape`: results younger than this are served again instead of probing.'),
  interval: duration
    .prefault('60s')
    .describe(
      "Time between two probes of a component, from `1s`. Below `15s` on somebody else's server is a warning. What is down is asked about once a minute at least.",
    ),
  timeout: duration
    .prefault('10s')
    .describe('How long one probe may take in all; shorter than the interval.'),
  user_agent: headerText
    .optional()
    .describe('How probes introduce themselves. By default `fedistatus/<version> (+<contact>)`.'),
  contact: headerText
    .optional()
    .describe(`A URL or an address that the sysop of a probed server can turn to. By default ${projectUrl}.`),
  references: z
    .array(reference)
    .default([])
    .describe(
      'Two or three addresses that tell whether the prober itself is online: `https://…` or `tcp://host:port`. While none answers, every component is unknown, not down.',
    ),
  evidence: z
    .strictObject({
      keep: z.int().min(0).max(100).default(5).describe('How many failures of each component are kept.'),
      excerpt: size
        .prefault('0B')
        .describe('How much of the body of a failing answer is kept, up to `64KiB`.'),
    })
    .prefault({})
    .describe('What is kept of failures for the debug views.'),
  confirm: confirmKeys
    .prefault({})
    .describe('When a raw result becomes a state. Raw results are always exported, too.'),
  history: historyKeys
    .prefault({})
    .describe(
      'Where states and incidents are kept: a map, or `memory` for no file (then they end with the program).',
    ),
  maintenance: z
    .array(maintenanceKeys)
    .default([])
    .describe(
      'Announced work, which is no downtime: `from` and `until`, or `cron` and `duration` for work that comes again.',
    ),
  diagnosis: z
    .array(diagnosisKeys)
    .default([])
    .describe('[Rules of your own](diagnosis.md#rules-of-your-own), beside those that are built in.'),
  page: pageKeys.prefault({}).describe('How the public pages look and what they show.'),
  publish: publishKeys
    .optional()
    .describe('Writes the public pages as plain files, after each change and every few minutes.'),
  announcements: filePath
    .optional()
    .describe('A folder of announcements in Markdown. Changes are picked up without a reload.'),
  shard: shardKeys
    .optional()
    .describe('Which part of the servers this exporter watches, when [several share one list](sharding.md).'),
  demo: z
    .strictObject({
      listen: listenAddress.prefault('127.0.0.1:10062').describe('Where the simulated server listens.'),
      software: z
        .string()
        .default('mastodon')
        .describe('What it answers like; `fedistatus demo --help` lists what there is.'),
      version: z
        .string()
        .optional()
        .describe(
          'Which version of it; in quotes, since `4.10` is not `4.1`. By default the one that is simulated best: `4.5` of Mastodon.',
        ),
    })
    .optional()
    .describe('Starts the simulated server, for first runs and fire drills.'),
  servers: z.array(z.unknown()).min(1, 'write at least one server').describe('The servers to watch.'),
});

type ServerKeys = {
  readonly domain: z.ZodType<string>;
  readonly web_domain: Optional<string>;
  readonly preset: z.ZodDefault<z.ZodString>;
  readonly account: Optional<string>;
  readonly object_storage: Optional<string>;
  readonly streaming: Optional<string>;
  readonly title: Optional<LocalizedText>;
  readonly components: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
};

/** One server. Its components are read one by one. */
export const serverKeys: z.ZodObject<ServerKeys, z.core.$strict> = z.strictObject({
  domain: domainName.describe(
    'The name in handles, such as `social.example`; also the label `server`, and the identity of its history.',
  ),
  web_domain: originText
    .optional()
    .describe('Where the pages and the API are, if elsewhere: a host or an origin.'),
  preset: z.string().default('none').describe('The components of a server software, or `none`.'),
  account: accountName
    .optional()
    .describe("An account that always exists, such as the admin's; `name`, `@name` or `name@domain`."),
  object_storage: httpUrl
    .optional()
    .describe('URL of a small file on the object storage, placed there by you and containing `OK`.'),
  streaming: originText
    .optional()
    .describe('Base URL of the streaming API, if elsewhere, such as `wss://streaming.social.example`.'),
  title: localizedText.optional().describe('The name for people: one text, or one for each language.'),
  components: z
    .record(
      z
        .string()
        .regex(/^[a-z][a-z0-9_]*$/, 'the name of a component is made of a-z, 0-9 and _, a letter first'),
      z.unknown(),
    )
    .default({})
    .describe(
      "Components by name, merged over the preset's key by key: change one, remove one (`null`), add your own.",
    ),
});

type CommonKeys = {
  readonly type: z.ZodDefault<z.ZodString>;
  readonly title: Optional<LocalizedText>;
  readonly group: Optional<LocalizedText>;
  readonly interval: Optional<number>;
  readonly timeout: Optional<number>;
  readonly confirm: Optional<OwnConfirmKeys>;
};

/** What every component has, whatever its type. */
export const commonKeys: z.ZodObject<CommonKeys, z.core.$strict> = z.strictObject({
  type: z.string().default('http').describe('How the component is probed.'),
  title: localizedText
    .optional()
    .describe('The name for people: one text, or `{ en: …, ko: … }`. By default its key.'),
  group: localizedText.optional().describe('Components of one group are shown together.'),
  interval: duration.optional().describe('As above, for this component alone.'),
  timeout: duration.optional().describe('As above, for this component alone.'),
  confirm: ownConfirmKeys.optional().describe('As above, for this component alone.'),
});

export type TopSettings = z.output<typeof topKeys>;
export type ServerSettings = z.output<typeof serverKeys>;
export type CommonSettings = z.output<typeof commonKeys>;
