/**
 * What rules have to know of the software of a server, to read its answers and to name its programs. Where nothing is
 * known they take it for Mastodon, which is what they were written for.
 */
export interface SoftwareFacts {
  /** As people write it: `GoToSocial`. */
  readonly title: string;
  /** The program that answers the web; null: who knows. */
  readonly program: ProgramNames | null;
  /** The program that makes the pages, where that is one of its own, which asks the other for what they show. */
  readonly pages?: ProgramNames & { readonly title: string };
  /** Who answers the streaming API: the web process itself, or nobody. */
  readonly streaming: 'web process' | 'none';
  /** As people write it: `PostgreSQL`. */
  readonly database: string;
  /** Whether it needs Redis. */
  readonly usesRedis: boolean;
  /** Whether webfinger is answered from copies that outlive the database. */
  readonly keepsWebfinger: boolean;
}

/** What a program is called where one looks for it, in the words of its documentation. */
export interface ProgramNames {
  /** The unit of systemd. */
  readonly unit: string;
  /** The service of docker compose. */
  readonly container: string;
}
