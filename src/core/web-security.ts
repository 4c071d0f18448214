/** How the program's own listeners protect themselves, as a file in Prometheus' web configuration format says. */
import type { Secret } from './secret.ts';

export interface WebSecurity {
  /** null: plain HTTP. */
  readonly tls: WebTls | null;
  /** Headers of every answer, instead of our own; a page that sets one itself keeps it. */
  readonly headers: Readonly<Record<string, string>>;
  /** bcrypt hashes by user name; empty: no password is asked for. */
  readonly users: ReadonlyMap<string, Secret>;
}

export interface WebTls {
  /** The certificate and its chain, PEM. */
  readonly certificate: string;
  readonly key: Secret;
  /** Who may sign certificates of clients, PEM; null: the usual authorities. */
  readonly clientCa: string | null;
  readonly clientAuth: ClientAuth;
  readonly minVersion: TlsVersion;
  readonly maxVersion: TlsVersion;
  /** Names of cipher suites (RFC 8446 or IANA), separated by colons; null: the defaults of Node.js. */
  readonly cipherSuites: string | null;
  readonly preferServerCipherSuites: boolean;
  /** Names of curves as OpenSSL writes them, separated by colons; null: the defaults of Node.js. */
  readonly curves: string | null;
}

export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** What is asked of a client: its certificate, and whether that must be one that we trust. */
export interface ClientAuth {
  readonly request: boolean;
  readonly require: boolean;
  readonly verify: boolean;
}

/** What is in force now. The object stays the same as long as its files do. */
export interface WebSecuritySource {
  current(): WebSecurity;
}
