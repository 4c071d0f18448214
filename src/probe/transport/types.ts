import type { Secret } from '../../core/secret.ts';

/** How to reach a host: the component's keys `ip`, `resolver` and `tls`. */
export interface NetworkSettings {
  readonly ip: 'auto' | 4 | 6;
  /** Address of a DNS server to ask instead of the system's; null: the system's. */
  readonly resolver: HostPort | null;
  readonly tls: TlsSettings;
}

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

export interface TlsSettings {
  /** Absolute paths of PEM files; null: none. */
  readonly caFile: string | null;
  readonly certificateFile: string | null;
  readonly keyFile: string | null;
  /** Name to ask for and to check instead of the URL's host; null: the host. */
  readonly serverName: string | null;
  readonly verify: boolean;
  readonly minVersion: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
}

/** One request and how far to go for its answer. */
export interface HttpRequest {
  /** `http:` or `https:`, without credentials. */
  readonly url: string;
  readonly method: string;
  /** In the order to send them. Configured values are secrets: they are dropped when a redirect leaves the origin. */
  readonly headers: readonly (readonly [name: string, value: string | Secret])[];
  readonly body: string | null;
  /** How many redirects to follow; 0: none, the redirect is the answer. */
  readonly redirects: number;
  /** Whether to add a query that no cache has seen. */
  readonly bustCache: boolean;
  /** Whether to offer HTTP/2 besides HTTP/1.1; over TLS only. */
  readonly http2: boolean;
  /** Cap of the decoded body in bytes. */
  readonly maxBodyBytes: number;
  readonly network: NetworkSettings;
}
