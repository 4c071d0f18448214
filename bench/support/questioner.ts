/** Asks blackbox_exporter for probes, as Prometheus does: over connections that stay. */
import { setTimeout as delay } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { Pool } from 'undici';
import type { Kind } from './kind.ts';
import type { Target } from './target.ts';

export interface Asked {
  readonly probes: number;
  /** Those that did not say `probe_success 1`. */
  readonly bad: number;
}

export interface Questioner extends AsyncDisposable {
  /** As fast as it answers, so many questions at once. */
  saturate(kind: Kind, options: { readonly atOnce: number; readonly ms: number }): Promise<Asked>;
  /** At a steady rate, compressed as Prometheus wants it. */
  pace(
    kind: Kind,
    options: { readonly perSecond: number; readonly ms: number; readonly components: number },
  ): Promise<Asked>;
}

export function questionerOf(port: number, target: Target): Questioner {
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: 64, pipelining: 1, allowH2: false });
  const ask = async (
    kind: Kind,
    index: number,
    headers: Readonly<Record<string, string>>,
  ): Promise<boolean> => {
    const path = `/probe?module=${kind}&target=${encodeURIComponent(target.url(kind, index))}`;
    const answer = await pool.request({ method: 'GET', path, headers });
    const bytes = Buffer.from(await answer.body.arrayBuffer());
    const text = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    return answer.statusCode === 200 && text.includes('\nprobe_success 1\n');
  };
  return {
    async saturate(kind, { atOnce, ms }) {
      const endsAt = performance.now() + ms;
      let [probes, bad] = [0, 0];
      const one = async (): Promise<void> => {
        while (performance.now() < endsAt) {
          const isGood = await ask(kind, probes % 16, {});
          probes += 1;
          if (!isGood) bad += 1;
        }
      };
      await Promise.all(Array.from({ length: atOnce }, one));
      return { probes, bad };
    },
    async pace(kind, { perSecond, ms, components }) {
      const beganAt = performance.now();
      const answers: Promise<boolean>[] = [];
      const count = Math.round((ms / 1000) * perSecond);
      for (let index = 0; index < count; index += 1) {
        await delay(Math.max(0, beganAt + (index / perSecond) * 1000 - performance.now()));
        answers.push(ask(kind, index % components, { 'accept-encoding': 'gzip' }).catch(() => false));
      }
      const good = await Promise.all(answers);
      await delay(Math.max(0, beganAt + ms - performance.now()));
      return { probes: count, bad: good.filter(isGood => !isGood).length };
    },
    [Symbol.asyncDispose]: () => pool.close(),
  };
}
