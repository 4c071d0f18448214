import { SaxesParser } from 'saxes';
import { ProbeFailure } from '../failure.ts';

/** The attributes of one `Link` element. */
export type XrdLink = ReadonlyMap<string, string>;

/**
 * The links of an XRD document (OASIS XRD 1.0 §2.5), by a scan that keeps no tree. A document type definition is
 * refused at sight: it is the way to external entities and to entities that multiply, and XRD needs none.
 * @throws {ProbeFailure} when the document is unsafe, is not well-formed, or is something else than XRD.
 */
export function parseXrdLinks(text: string): readonly XrdLink[] {
  const links: XrdLink[] = [];
  let depth = 0;
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on('doctype', () => {
    throw new ProbeFailure('xml_unsafe', 'a document type definition, which XRD never needs');
  });
  parser.on('opentag', ({ local, attributes }) => {
    if (depth === 0 && local !== 'XRD') throw malformed(`a document of another kind`);
    if (depth === 1 && local === 'Link') {
      links.push(new Map(Object.values(attributes).map(({ name, value }) => [name, value])));
    }
    depth += 1;
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  parser.on('error', () => {
    throw malformed('XML that is not well-formed');
  });
  parser.write(text).close();
  return links;
}

function malformed(message: string): ProbeFailure {
  return new ProbeFailure('hm_malformed', message);
}
