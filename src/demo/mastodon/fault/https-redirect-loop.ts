import { type Fault, replacing } from '../../fault.ts';
import { httpAnswer } from '../../message.ts';
import type { Mastodon } from '../mastodon.ts';

/** Without `X-Forwarded-Proto` Rails takes every request for an insecure one (ActionDispatch::SSL). */
export function httpsRedirectLoop({ site }: Mastodon): Fault {
  return replacing(
    {
      id: 'https_redirect_loop',
      summary: 'The proxy does not tell Rails about TLS: everything but /health is redirected to itself.',
      diagnosis: 'https_redirect_loop',
      layer: 'proxy',
    },
    ({ part, component }) => part === 'application' && component !== 'health',
    ({ path, search }) =>
      httpAnswer(301, [
        ['Server', 'nginx'],
        ['Content-Type', 'text/html'],
        ['Location', site.webOrigin + path + search],
      ]),
  );
}
