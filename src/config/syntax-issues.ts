import { type Document, visit, type YAMLError } from 'yaml';
import type { Complaint, Position } from './errors.ts';
import { syntaxMessage } from './yaml-messages.ts';

/** A trouble where it is to be mended, as an offset into the text. */
interface Trouble {
  readonly offset: number;
  readonly message: string;
}

/** What the library stumbled over, where it is to be mended: often that is not where it was noticed. */
export function syntaxIssues(
  text: string,
  document: Document,
  at: (offset: number) => Position,
): readonly Complaint[] {
  const errors = [...document.errors, ...document.warnings];
  const nested = nestedValues(errors);
  const byLine = new Map<number, Complaint>();
  let last = { line: -1, message: '' };
  for (const { code, pos } of errors) {
    const { offset, message } = deeperLine(pos[0], text, nested) ??
      (code === 'MISSING_CHAR' ? openQuote(pos[0], text, document) : null) ?? {
        offset: pos[0],
        message: syntaxMessage(code),
      };
    const position = at(offset);
    const { line } = position;
    // One slip upsets the reader several times: on its line, and on those that follow.
    const isFollowUp = message === last.message && spreading.has(message) && line <= last.line + 1;
    last = { line, message };
    if (!isFollowUp && !byLine.has(line)) byLine.set(line, { ...position, path: [], message });
  }
  return [...byLine.values()];
}

const deeperMessage =
  'indented further than the line above, which has a value already: give both lines the same indentation, or take that value out';

/** What every further line is accused of that hangs on a wrong one. */
const spreading: ReadonlySet<string> = new Set([
  syntaxMessage('BAD_INDENT'),
  syntaxMessage('UNEXPECTED_TOKEN'),
  deeperMessage,
]);

/** Where values begin that are read as the key of what is nested in them, and where that key ends. */
function nestedValues(errors: readonly YAMLError[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  for (const { code, pos } of errors) if (code === 'BLOCK_AS_IMPLICIT_KEY') ends.set(pos[0], pos[1]);
  for (const { code, pos } of errors) {
    if (code === 'MULTILINE_IMPLICIT_KEY' && ends.has(pos[0])) ends.set(pos[0], pos[1]);
  }
  return ends;
}

/** The line that was taken for a part of the value above it. null: none, or what is nested is on the value's own line. */
function deeperLine(start: number, text: string, nested: ReadonlyMap<number, number>): Trouble | null {
  const end = nested.get(start);
  if (end === undefined) return null;
  const line = text.lastIndexOf('\n', end - 1) + 1;
  if (line <= start && text.slice(line, start).trim() !== '') return null;
  return {
    offset: line + (/^[ \t]*/.exec(text.slice(line))?.[0].length ?? 0),
    message: deeperMessage,
  };
}

/** The quote that runs on to the end of the file; null: there is none. */
function openQuote(end: number, text: string, document: Document): Trouble | null {
  if (end < text.trimEnd().length) return null;
  let opened: number | null = null;
  visit(document, {
    Scalar: (_key, { range, type }) => {
      if (range?.[1] !== end || type?.startsWith('QUOTE_') !== true) return;
      const [start] = range;
      if (start === end - 1 || text[end - 1] !== text[start]) opened = start;
    },
  });
  return opened === null
    ? null
    : { offset: opened, message: 'this quote is not closed: close it on its line, or take it out' };
}
