import type { Fault } from '../fault.ts';
import { type DemoAnswer, httpAnswer } from '../message.ts';
import { nginxServer } from '../nginx.ts';
import { pause } from '../pause.ts';

/**
 * For each component, faults that break it and no other: its program fails, something else answers in its place, or it
 * is slow.
 */
export function partFaults(components: readonly string[], slowMs: number): readonly Fault[] {
  return components.flatMap(component => [failing(component), garbled(component), slow(component, slowMs)]);
}

function failing(component: string): Fault {
  return {
    id: `part:${component}`,
    summary: `Only ${component} is broken: it answers 500.`,
    diagnosis: null,
    layer: 'program',
    intercept: ({ request, route }, next) =>
      route.component === component ? route.crash(request) : next(request),
  };
}

function garbled(component: string): Fault {
  return {
    id: `part:${component}:garbage`,
    summary: `Only ${component} is broken: it answers 200 with a page that has nothing to do with it.`,
    diagnosis: null,
    layer: 'program',
    intercept: ({ request, route }, next) => (route.component === component ? wrongPage() : next(request)),
  };
}

function slow(component: string, slowMs: number): Fault {
  return {
    id: `part:${component}:slow`,
    summary: `Only ${component} is slow: it answers right, but ${slowMs / 1000} s late.`,
    diagnosis: null,
    layer: 'program',
    intercept: async ({ request, route }, next) => {
      if (route.component === component) await pause(slowMs, request.signal);
      return await next(request);
    },
  };
}

function wrongPage(): DemoAnswer {
  const html = '<!DOCTYPE html><html><head><title>Welcome to nginx!</title></head><body></body></html>\n';
  return httpAnswer(200, [...nginxServer, ['Content-Type', 'text/html']], html);
}
