/** Loaded into the daemon before its own code: SIGUSR2 begins a profile, the next one writes it to `BENCH_PROFILE`. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const session = new Session();
session.connect();
let isRunning = false;

process.on('SIGUSR2', () => void toggle());

async function toggle(): Promise<void> {
  if (isRunning) {
    const { profile } = await session.post('Profiler.stop');
    writeFileSync(process.env['BENCH_PROFILE'] ?? 'profile.json', JSON.stringify(profile));
  } else {
    isRunning = true;
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 250 });
    await session.post('Profiler.start');
  }
}
