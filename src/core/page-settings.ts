import type { LocalizedText } from './component.ts';

/** How the public status page looks and what it shows: the configuration's key `page`. */
export interface PageSettings {
  /** null: the title of the server, or "Status" for several. */
  readonly title: LocalizedText | null;
  /** Address of an image on the page's own origin or elsewhere, or null. */
  readonly logo: string | null;
  /** `#rrggbb`; null: the default. */
  readonly accent: string | null;
  readonly links: readonly PageLink[];
  /** Domains of the servers that the public may see; null: all. */
  readonly servers: readonly string[] | null;
  /** Where the page is published, such as `https://status.example`; null: not known, links are relative. */
  readonly publicUrl: string | null;
  /** IANA time zone whose midnights bound the days. */
  readonly timeZone: string;
}

export interface PageLink {
  readonly title: LocalizedText;
  /** http or https. */
  readonly url: string;
}
