import type { Fault } from '../../fault.ts';
import type { DemoAnswer } from '../../message.ts';

const hourMs = 3_600_000;

/** Nothing but the age of what came in from elsewhere shows it. */
export const backgroundJobsStuck: Fault = {
  id: 'background_jobs_stuck',
  summary:
    'Sidekiq has not worked for six hours: all components are well, but no new post comes in from elsewhere.',
  diagnosis: 'background_jobs_stuck',
  layer: 'program',
  intercept: async ({ request, route }, next) => {
    const answer = await next(request);
    return route.component === 'timeline' ? aged(answer) : answer;
  },
};

function aged(answer: DemoAnswer): DemoAnswer {
  if (answer.kind !== 'http' || answer.status !== 200) return answer;
  const body = answer.body
    .toString()
    .replaceAll(
      /"created_at":"([^"]+)","visibility"/g,
      (_, at: string) => `"created_at":"${new Date(Date.parse(at) - 6 * hourMs).toISOString()}","visibility"`,
    );
  return { ...answer, body };
}
