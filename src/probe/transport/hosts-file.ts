import { readFileSync, statSync } from 'node:fs';
import { isIP } from 'node:net';

/** Addresses by lower-case name, in the order of the file. */
export type Hosts = ReadonlyMap<string, readonly string[]>;

/** Reads the text of a hosts file (hosts(5)); lines that make no sense are skipped, as the system does. */
export function parseHosts(text: string): Hosts {
  const hosts = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [address = '', ...names] = line.replace(/#.*/s, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      hosts.set(key, [...(hosts.get(key) ?? []), address]);
    }
  }
  return hosts;
}

const parsedFiles = new Map<string, { readonly mtimeMs: number; readonly hosts: Hosts }>();

/** The hosts of a file, read again whenever it changes. A file that is not there has none. */
export function hostsOf(path: string): Hosts {
  try {
    const { mtimeMs } = statSync(path);
    const parsed = parsedFiles.get(path);
    if (parsed?.mtimeMs === mtimeMs) return parsed.hosts;
    const hosts = parseHosts(readFileSync(path, 'utf8'));
    parsedFiles.set(path, { mtimeMs, hosts });
    return hosts;
  } catch {
    return new Map();
  }
}
