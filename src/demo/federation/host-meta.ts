import { htmlAnswer, jsonAnswer } from '../answers.ts';
import { type Endpoint, takesOneOf } from '../endpoint.ts';
import { type DemoAnswer, wantsJson } from '../message.ts';
import type { Site } from '../site.ts';

/** Where webfinger is, as a template (RFC 6415 §3.1.1). */
export function webfingerTemplate({ webOrigin }: Site): string {
  return `${webOrigin}/.well-known/webfinger?resource={uri}`;
}

/** The host-meta document as XML. `linkType`: the `type` that some give the link. */
export function hostMetaXrd(site: Site, linkType: string | null = null): string {
  const type = linkType === null ? '' : ` type="${linkType}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">',
    `  <Link rel="lrdd"${type} template="${webfingerTemplate(site)}"/>`,
    '</XRD>\n',
  ].join('\n');
}

/** The host-meta document as JSON. */
export function hostMetaJrd(site: Site): object {
  return { links: [{ rel: 'lrdd', template: webfingerTemplate(site) }] };
}

/** How one software does host-meta. */
export interface HostMetaStyle {
  /** Media type of the XML, with parameters. */
  readonly type: string;
  readonly cache?: string;
  /** The `type` of the link; none unless given. */
  readonly linkType?: string;
  /** Whether it is there as JSON too, for clients that want that and at `.json`. */
  readonly json?: boolean;
  /** Answer to a client that takes neither; without it `Accept` is not looked at. */
  readonly notAcceptable?: DemoAnswer;
}

/** Host-meta (RFC 6415). It asks nobody. */
export function hostMeta(site: Site, style: HostMetaStyle): Endpoint {
  const { type, cache, linkType = null, json = false, notAcceptable } = style;
  const cached = cache === undefined ? {} : { cache };
  return {
    path: json ? /^\/\.well-known\/host-meta(?:\.json)?$/ : '/.well-known/host-meta',
    component: 'host_meta',
    needs: [],
    answer: request => {
      if (json && (request.path.endsWith('.json') || wantsJson(request))) {
        return jsonAnswer(hostMetaJrd(site), { type: 'application/jrd+json', ...cached });
      }
      if (notAcceptable !== undefined && !takesOneOf(xmlTypes, request)) return notAcceptable;
      return htmlAnswer(hostMetaXrd(site, linkType), { type, ...cached });
    },
  };
}

const xmlTypes = ['application/xrd+xml', 'application/xml', 'text/xml'];
