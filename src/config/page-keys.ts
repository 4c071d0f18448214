/** The key `page`: how the public pages look. */
import { z } from 'zod';
import { isTimeZone } from '../core/calendar.ts';
import { contrastRatio } from '../core/contrast.ts';
import type { PageSettings } from '../core/page-settings.ts';
import { kind } from '../probe/keys/kind.ts';
import { domainName, isPlainHttpUrl, localizedText } from './key-kinds.ts';
import { timeZoneMessage } from './wording.ts';

type Input = Readonly<Record<string, unknown>>;

/** WCAG 2.2, success criterion 1.4.3 (AA), for text of any size. */
const leastContrast = 4.5;

const accent: z.ZodType<string, string> = kind('#rrggbb', 'write a colour as "#0a6b4f", in quotes', text =>
  /^#[0-9a-f]{6}$/i.test(text) ? text.toLowerCase() : null,
).refine(
  colour => contrastRatio(colour, '#ffffff') >= leastContrast,
  `too light to be read on white: write a darker colour (WCAG AA wants a contrast of ${leastContrast}:1)`,
);

/** An address that a page may link to: of the web, or a path that is taken from where the page is. */
const linkTarget: z.ZodType<string, string> = kind(
  'URL or path',
  'write a URL that begins with https:// or http://, or a path such as /logo.svg',
  text => (isPlainHttpUrl(text) || isPath(text) ? text : null),
);

const somewhere = 'https://placeholder.invalid';

function isPath(text: string): boolean {
  const isClean = /^[^\s\\]+$/.test(text) && URL.parse(text) === null;
  return isClean && URL.parse(text, somewhere)?.origin === somewhere;
}

/** Where the page is for the world. */
export const publicUrl: z.ZodType<string, string> = kind(
  'URL',
  'write where the page is, such as https://status.example.social, without ? and #',
  text => (isPlainHttpUrl(text) && !/[?#]/.test(text) ? text : null),
);

const timeZone: z.ZodType<string, string> = kind('time zone', timeZoneMessage, text =>
  isTimeZone(text) ? text : null,
);

/** How the public pages look and what they show. */
export const pageKeys: z.ZodType<PageSettings, Input> = z
  .strictObject({
    title: localizedText
      .optional()
      .describe("The heading. By default the title of the server, or the page's own word for several."),
    logo: linkTarget.optional().describe('Address of an image beside the heading.'),
    accent: accent
      .optional()
      .describe('Colour of the heading and the links; dark enough to be read on white.'),
    links: z
      .array(
        z.strictObject({
          title: localizedText.describe('What the link says.'),
          url: linkTarget.describe('Where it leads.'),
        }),
      )
      .default([])
      .describe('Links at the foot of the page.'),
    servers: z
      .array(domainName)
      .min(1, 'the list is empty: leave the key out, or write at least one')
      .optional()
      .describe('Domains of the servers that the public may see. By default all.'),
    public_url: publicUrl
      .optional()
      .describe('Where the page is for the world, for links in the feed and in JSON.'),
    time_zone: timeZone.default('UTC').describe('The time zone whose midnights bound the days.'),
  })
  .transform(page => ({
    title: page.title ?? null,
    logo: page.logo ?? null,
    accent: page.accent ?? null,
    links: page.links,
    servers: page.servers ?? null,
    publicUrl: page.public_url ?? null,
    timeZone: page.time_zone,
  }));
