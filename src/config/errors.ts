/** Keys and list positions from the top of the file. */
export type ConfigPath = readonly PropertyKey[];

/** Lines and columns count from 1; a column is a UTF-16 code unit, as in editors. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One mistake in a configuration file. Never holds a value of the file, which may be a secret. */
export interface ConfigIssue extends Position {
  /** `servers[0].components.wiki.url`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** More would not be read, and a file of garbage has a mistake in every line. */
const mostShown = 50;

/** A configuration that was refused, with every mistake in it, in the order of the file. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly fileName: string;
  readonly issues: readonly ConfigIssue[];

  constructor(fileName: string, issues: readonly ConfigIssue[]) {
    const sorted = issues.toSorted((a, b) => a.line - b.line || a.column - b.column);
    super(describe(fileName, sorted));
    this.fileName = fileName;
    this.issues = sorted;
  }
}

function describe(fileName: string, issues: readonly ConfigIssue[]): string {
  const lines = issues.slice(0, mostShown).map(issue => `${fileName}:${formatIssue(issue)}`);
  const hidden = issues.length - lines.length;
  return [...lines, ...(hidden > 0 ? [`${fileName}: and ${hidden} more`] : [])].join('\n');
}

/** `12:5: servers[0].components.wiki.url: is missing` */
export function formatIssue({ line, column, path, message }: ConfigIssue): string {
  return `${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
}

/** `servers[0].components.wiki.url` */
export function formatPath(path: ConfigPath): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      return index === 0 ? String(key) : `.${String(key)}`;
    })
    .join('');
}
