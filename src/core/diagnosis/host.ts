const usualPorts: Readonly<Record<string, string>> = { http: '80', ws: '80', https: '443', wss: '443' };

/**
 * Host and, unless it is the scheme's own, port of a URL or of `host:port`, in lower case; null when there is none. Only
 * characters of names and addresses pass, since hosts end up in commands that people paste, and a target can choose
 * them (`Location`).
 */
export function hostOf(target: string): string | null {
  const match =
    /^(?:([a-z][a-z\d+.-]*):\/\/|\/\/)?(?:[^/?#@]*@)?(\[[\da-f:.]+\]|[a-z\d](?:[\w.-]*[a-z\d.])?)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(
      target,
    );
  if (match === null) return null;
  const [, scheme = '', host = '', port] = match;
  const isUsual = port === undefined || usualPorts[scheme.toLowerCase()] === port;
  return (isUsual ? host : `${host}:${port}`).toLowerCase();
}

/** The host without its port, as DNS and TLS know it. */
export function nameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}

/** The port of a host that names one; null: the usual ones of its scheme. */
export function portOf(host: string): string | null {
  return /:(\d+)$/.exec(host)?.[1] ?? null;
}

/** The host with a port, as `openssl s_client` and `nc` want it. */
export function withPort(host: string, port = 443): string {
  return /:\d+$/.test(host) ? host : `${host}:${port}`;
}
