import type { MediaFacts } from './media.ts';
import type { StreamingFacts } from './streaming.ts';
import type { Survey } from './survey.ts';

/** All that is known of a server but how its components are. */
export interface Findings {
  readonly survey: Survey;
  readonly streaming: StreamingFacts;
  readonly media: MediaFacts;
}
