import { type Fault, replacing } from '../../fault.ts';

/** The look-up of blocked addresses fails before any route is chosen (mastodon#32446). */
export const everythingErrors: Fault = replacing(
  {
    id: 'everything_errors',
    summary:
      'The name of the Redis host does not resolve: Rails answers 500 to everything, /health included.',
    diagnosis: 'everything_errors',
    layer: 'program',
  },
  ({ part }) => part === 'application',
  (request, route) => route.crash(request),
);
