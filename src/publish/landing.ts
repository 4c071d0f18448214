import { createHash } from 'node:crypto';
import { escapeHtml } from '../core/html.ts';
import type { Publisher } from './publisher.ts';

/** An entry of the landing page. */
export interface Link {
  readonly path: string;
  readonly title: string;
}

const style =
  'html{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:40rem;padding:0 1rem}';

/** The only style that the page may have is the one above, and no script at all. */
const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A small page for the operator who looks for something; the public never learns of it. */
export function createLandingPublisher(version: string, links: readonly Link[]): Publisher {
  const page = landingPage(version, links);
  return {
    path: '/operator',
    title: 'This page',
    audience: 'operator',
    triggersProbes: false,
    render: () => ({
      status: 200,
      contentType: 'text/html; charset=utf-8',
      headers: { 'Content-Security-Policy': contentSecurityPolicy },
      body: page,
    }),
  };
}

function landingPage(version: string, links: readonly Link[]): string {
  const items = links.map(
    ({ path, title }) =>
      `<li><a href="${escapeHtml(path)}">${escapeHtml(path)}</a>: ${escapeHtml(title)}</li>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>fedistatus</title>
<style>${style}</style>
</head>
<body>
<h1>fedistatus</h1>
<p>Version ${escapeHtml(version)}. Watches fediverse servers from outside, part by part.</p>
<ul>
${items.join('\n')}
</ul>
</body>
</html>
`;
}
