import type { Log, LogFields } from '../core/log.ts';
import type { Config } from './config.ts';

/** Says what is probably not meant and what was left out: once, not again at a reload that changes nothing of it. */
export function remarkOn(config: Config, log: Log, former?: Config): void {
  const known = new Set(former === undefined ? [] : remarks(former).map(({ key }) => key));
  for (const { key, fields, message } of remarks(config)) {
    if (!known.has(key)) log.warn(fields, message);
  }
}

interface Remark {
  readonly key: string;
  readonly fields: LogFields;
  readonly message: string;
}

function remarks({ warnings, servers }: Config): readonly Remark[] {
  const omitted = servers.flatMap(({ domain, omitted: left }) =>
    left.map(({ component, setting }) => ({
      key: `${domain}/${component}`,
      fields: { server: domain, component, setting },
      message: 'component left out, since its setting is missing',
    })),
  );
  return [
    ...warnings.map(warning => ({ key: warning, fields: { warning }, message: 'configuration' })),
    ...omitted,
  ];
}
