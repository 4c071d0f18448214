/**
 * What rules have to know of the software of a server, to read its answers and to name its programs. Where nothing is
 * known they take it for Mastodon, which is what they were written for.
 */
export interface SoftwareFacts {
  /** As people write it: `GoToSocial`. */
  readonly title: string;
  /** The systemd unit of the program that answers the web, as its documentation names it. */
  readonly unit: string;
  /** Its service in the compose file that comes with it. */
  readonly container: string;
  /** Who answers the streaming API: the web process itself, or nobody. */
  readonly streaming: 'web process' | 'none';
  /** As people write it: `PostgreSQL`. */
  readonly database: string;
  /** Whether it cannot do without Redis. */
  readonly usesRedis: boolean;
  /** Whether webfinger is answered from copies that outlive the database. */
  readonly keepsWebfinger: boolean;
}
