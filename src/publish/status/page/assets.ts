import { createHash } from 'node:crypto';
import { paths } from '../paths.ts';
import { type SiteFile, type SitePart, shortMaxAge } from '../site-part.ts';
import { favicon, type Sign, signs } from './icons.ts';
import { light } from './palette.ts';
import { script } from './script.ts';
import { styleSheet } from './style.ts';

interface Asset {
  readonly path: string;
  readonly contentType: string;
  readonly body: string;
}

const scriptAsset = assetOf('status', 'js', 'text/javascript; charset=utf-8', script);

const styles = new Map<string | null, Asset>();

/** The stylesheet in the colours of the configuration. Its name changes with what it says. */
export function styleAsset(accent: string | null): Asset {
  const known = styles.get(accent);
  if (known !== undefined) return known;
  const made = assetOf('status', 'css', 'text/css; charset=utf-8', styleSheet(accent));
  styles.set(accent, made);
  return made;
}

export const scriptPath: string = scriptAsset.path;

const icons: ReadonlyMap<Sign, Asset> = new Map(
  signs.map(sign => [
    sign,
    assetOf(`icon-${sign}`, 'svg', 'image/svg+xml; charset=utf-8', favicon(sign, light.signs[sign])),
  ]),
);

/** Path of the picture for the browser's tab. */
export function iconPath(sign: Sign): string {
  return icons.get(sign)?.path ?? '';
}

/** Style, script and pictures: the same for everybody, and for ever under their names. */
export const assets: SitePart = {
  languages: 'none',
  list: ({ brand }) => [
    styleAsset(brand.accent).path,
    scriptPath,
    ...[...icons.values()].map(({ path }) => path),
  ],
  render(path, { view }) {
    const current = [styleAsset(view.brand.accent), scriptAsset, ...icons.values()];
    const exact = current.find(asset => asset.path === path);
    if (exact !== undefined) return toFile(exact, oneYear);
    // Someone still has a page of before an update: better the new style than none.
    const successor = current.find(asset => withoutHash(asset.path) === withoutHash(path));
    return successor === undefined ? null : toFile(successor, shortMaxAge);
  },
};

const oneYear = 31_536_000;

function toFile({ contentType, body }: Asset, maxAgeSeconds: number): SiteFile {
  return { contentType, body, maxAgeSeconds, isForOtherSites: false };
}

function assetOf(name: string, extension: string, contentType: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  return { path: paths.asset(`${name}-${hash}.${extension}`), contentType, body };
}

function withoutHash(path: string): string {
  return path.replace(/-[0-9a-f]{12}(?=\.[a-z]+$)/, '');
}
