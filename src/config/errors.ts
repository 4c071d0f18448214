/** Keys and list positions from the top of the file. */
export type ConfigPath = readonly PropertyKey[];

/** Lines and columns count from 1; a column is a UTF-16 code unit, as in editors. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** What is wrong at a place of a file. Never holds a value of it, which may be a secret. */
export interface Complaint extends Position {
  /** Empty: of the file as a whole. */
  readonly path: ConfigPath;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** The same, for the operator. */
export interface ConfigIssue extends Omit<Complaint, 'path'> {
  /** `servers[0].components.wiki.url`; empty for the file as a whole. */
  readonly path: string;
}

/** More would not be read, and a file of garbage has a mistake in every line. */
const mostShown = 50;

/** A configuration that was refused, with every mistake in it, in the order of the file. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly fileName: string;
  readonly issues: readonly ConfigIssue[];

  constructor(fileName: string, complaints: readonly Complaint[]) {
    const sorted = complaints
      .map(({ line, column, path, message }) => ({ line, column, path: formatPath(path), message }))
      .toSorted((a, b) => a.line - b.line || a.column - b.column);
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
      return index === 0 ? shownKey(String(key)) : `.${shownKey(String(key))}`;
    })
    .join('');
}

/** Of `{ password:hunter2 }` all is one key: without a space behind it a colon is a part of that. */
function shownKey(key: string): string {
  return key.replace(/[\s:="'].*$/su, '…');
}
