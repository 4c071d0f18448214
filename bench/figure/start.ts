/**
 * How long a start takes, from spawning the process to the first page of metrics on which all five components of a small
 * configuration are up; and how long blackbox_exporter's takes, to a page of metrics at all.
 */
import { freePort } from '../../test/support/real-programs.ts';
import type { Figure } from '../support/context.ts';
import { ourPrograms } from '../support/our-programs.ts';
import { pathOf } from '../support/programs.ts';
import { alternate } from '../support/rounds.ts';
import { smallConfig } from '../support/small-config.ts';
import { spreadOf } from '../support/spread.ts';
import { type Starter, timeStart } from '../support/starts.ts';

export const start: Figure = {
  name: 'start',
  inQuick: false,
  async measure({ isQuick }) {
    await using config = await smallConfig();
    const rounds = isQuick ? 3 : 11;
    const { source, bundle } = ourPrograms;
    const firstStart = { NODE_DISABLE_COMPILE_CACHE: '1' };
    const took = (starter: Starter) => async (): Promise<number> => (await timeStart(starter)).tookMs;
    // What the last start compiled is kept; these fill it.
    await timeStart(config.starter(source));
    await timeStart(config.starter(bundle));
    const measured = await alternate(rounds, {
      source: took(config.starter(source)),
      bundle: took(config.starter(bundle)),
      firstOfSource: took(config.starter(source, firstStart)),
      firstOfBundle: took(config.starter(bundle, firstStart)),
      blackbox: took(await blackboxStarter()),
    });
    const figure = 'start to first complete /metrics of a small configuration';
    return [
      {
        figure: `${figure}, from source`,
        value: spreadOf(measured.source),
        unit: 'ms',
        target: 600,
        stretch: 200,
        beside: [
          { name: 'with nothing compiled before', value: spreadOf(measured.firstOfSource), unit: 'ms' },
        ],
        rounds,
      },
      {
        figure: `${figure}, from the emitted bundle`,
        value: spreadOf(measured.bundle),
        unit: 'ms',
        target: 300,
        stretch: 200,
        beside: [
          { name: 'with nothing compiled before', value: spreadOf(measured.firstOfBundle), unit: 'ms' },
          { name: 'blackbox_exporter, to any page', value: spreadOf(measured.blackbox), unit: 'ms' },
        ],
        rounds,
      },
    ];
  },
};

async function blackboxStarter(): Promise<Starter> {
  const listen = `127.0.0.1:${await freePort()}`;
  const args = [
    '--config.file=/etc/prometheus/blackbox.yml',
    `--web.listen-address=${listen}`,
    '--log.level=error',
  ];
  return {
    command: [pathOf('prometheus-blackbox-exporter'), ...args],
    url: `http://${listen}/metrics`,
    isComplete: page => page.includes('\nblackbox_exporter_build_info'),
  };
}
