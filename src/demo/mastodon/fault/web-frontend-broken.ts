import { lacking } from '../../fault/lacking.ts';
import { type Fault, replacing } from '../../fault.ts';
import { html, middlewareAnswer } from '../rails.ts';

export const webFrontendBroken: Fault = lacking('frontend', {
  id: 'web_frontend_broken',
  summary:
    'The front-end build is missing: every HTML page is an error 500 of Rails, while the API and all apps work.',
  diagnosis: 'web_frontend_broken',
});

/** The page `500.html` is made by the same build: without it the error has no body. */
export const webFrontendBrokenEmpty: Fault = replacing(
  {
    id: 'web_frontend_broken_empty',
    summary: 'As web_frontend_broken, with empty error pages, since those belong to the same build.',
    diagnosis: 'web_frontend_broken',
    layer: 'program',
  },
  ({ needs }) => needs.includes('frontend'),
  () => middlewareAnswer(500, html, ''),
);
