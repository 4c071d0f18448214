import { type HeaderList, type HttpAnswer } from '../../message.ts';
import type { Mastodon } from '../mastodon.ts';
import { controllerAnswer, html } from '../rails.ts';

export interface Page {
  readonly title: string;
  readonly cache: string;
  /** OpenGraph properties, in order. */
  readonly properties: Readonly<Record<string, string>>;
  /** More of the head. */
  readonly head?: string;
  /** What a server-rendered version shows. */
  readonly content: string;
  readonly headers?: HeaderList;
}

/** A page in the frame that all of Mastodon's public pages share. */
export function page(
  mastodon: Mastodon,
  { title, cache, properties, head = '', content, headers = [] }: Page,
): HttpAnswer {
  const { site, traits } = mastodon;
  const body = [
    '<!DOCTYPE html>',
    "<html lang='en'>",
    '<head>',
    "<meta charset='utf-8'>",
    `<link href='${site.storageOrigin}' rel='dns-prefetch'>`,
    `<title>${title}</title>`,
    `<script src="${traits.script}" crossorigin="anonymous"></script>`,
    ...Object.entries(properties).map(([name, value]) => `<meta content="${value}" property="${name}" />`),
    head,
    ...(traits.initialState ? [initialState(mastodon)] : []),
    '</head>',
    "<body class='app-body no-reduce-motion'>",
    traits.pages === 'shell' ? shell : `<div class='public-layout'>${content}</div>`,
    '</body>',
    '</html>\n',
  ].join('\n');
  return controllerAnswer(mastodon, {
    type: html,
    cache,
    vary: traits.pageVary,
    headers: [...headers, ['Content-Security-Policy', securityPolicy(mastodon)]],
    body,
  });
}

const shell =
  "<div class='notranslate app-holder' data-props='{&quot;locale&quot;:&quot;en&quot;}' id='mastodon'><noscript>To use the Mastodon web application, please enable JavaScript.</noscript></div>";

/** The data that the web client starts with. Visitors get no account, not even the administrator's. */
function initialState({ site, traits }: Mastodon): string {
  const state = {
    meta: {
      streaming_api_base_url: site.streamingBase,
      access_token: null,
      locale: 'en',
      domain: site.localDomain,
      title: 'Fire drill',
      admin: null,
      repository: 'mastodon/mastodon',
      version: traits.version,
      limited_federation_mode: null,
      single_user_mode: false,
      status_page_url: null,
    },
    compose: {},
    accounts: {},
    settings: {},
  };
  // A `<` inside a script element could end it.
  const text = JSON.stringify(state).replaceAll('<', String.raw`\u003c`);
  return `<script id="initial-state" type="application/json">${text}</script>`;
}

function securityPolicy({ site: { webOrigin, storageOrigin, streamingBase } }: Mastodon): string {
  return [
    "base-uri 'none'",
    "default-src 'none'",
    "frame-ancestors 'none'",
    `font-src 'self' ${webOrigin}`,
    `img-src 'self' data: blob: ${webOrigin} ${storageOrigin}`,
    `media-src 'self' data: ${webOrigin} ${storageOrigin}`,
    `connect-src 'self' data: blob: ${webOrigin} ${storageOrigin} ${streamingBase}`,
    `script-src 'self' ${webOrigin}`,
  ].join('; ');
}
