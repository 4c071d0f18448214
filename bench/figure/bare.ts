/**
 * What a probe over HTTP takes with what Node.js has for it and nothing around that: no daemon that asks with undici comes
 * nearer to blackbox_exporter than undici alone.
 */
import type { Figure } from '../support/context.ts';
import { bareMicroseconds } from '../support/floor.ts';
import { alternate } from '../support/rounds.ts';
import { pairedRatio, spreadOf } from '../support/spread.ts';
import { blackboxMicroseconds } from './saturated.ts';

export const bare: Figure = {
  name: 'http-bare',
  inQuick: false,
  async measure(context) {
    const { rounds, target } = context;
    const measured = await alternate(rounds, {
      undici: () => bareMicroseconds('undici', target),
      blackbox: () => blackboxMicroseconds(context, 'http'),
      net: () => bareMicroseconds('net', target),
    });
    return [
      {
        figure: 'CPU per probe, HTTP, saturated, of undici with nothing around it, against blackbox_exporter',
        value: pairedRatio(measured.undici, measured.blackbox),
        unit: '×',
        beside: [
          { name: 'undici', value: spreadOf(measured.undici), unit: 'µs' },
          { name: 'blackbox_exporter', value: spreadOf(measured.blackbox), unit: 'µs' },
          { name: 'a socket of Node.js without HTTP', value: spreadOf(measured.net), unit: 'µs' },
        ],
        rounds,
      },
    ];
  },
};
