import type { ErrorCode } from 'yaml';

const messages: Readonly<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'anchors (&) and aliases (*) are not supported: write the value out',
  BAD_ALIAS: 'anchors (&) and aliases (*) are not supported: write the value out, or put text in quotes',
  BAD_COLLECTION_TYPE: 'tags (!) are not supported: write the value alone',
  BAD_DIRECTIVE: 'directives (%) are not supported: remove the line',
  BAD_DQ_ESCAPE: 'not an escape of a text in double quotes: use single quotes around text with backslashes',
  BAD_INDENT:
    'the indentation does not fit the lines above, or a bracket or brace that was opened there is not closed',
  BAD_PROP_ORDER: 'anchors (&) and tags (!) are not supported: write the value alone',
  BAD_SCALAR_START: 'a text cannot start with this character: put it in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'a second colon on this line: start a new line, or put the text in quotes',
  BLOCK_IN_FLOW: 'between braces or brackets, write everything in their style: { key: value } or [a, b]',
  DUPLICATE_KEY: 'written twice: keep one of them',
  IMPOSSIBLE: 'not YAML',
  KEY_OVER_1024_CHARS: 'a key this long means nothing here',
  MISSING_CHAR: 'something is missing: a dash, a colon, a space, a comma, or a closing quote or bracket',
  MULTILINE_IMPLICIT_KEY: 'a key, its colon and a space after that must be on one line',
  MULTIPLE_ANCHORS: 'anchors (&) are not supported: write the value alone',
  MULTIPLE_DOCS: 'a second document starts here: keep one',
  MULTIPLE_TAGS: 'tags (!) are not supported: write the value alone',
  NON_STRING_KEY: 'a key must be plain text',
  RESOURCE_EXHAUSTION: 'nested too deeply',
  TAB_AS_INDENT: 'a tab cannot indent: use spaces',
  TAG_RESOLVE_FAILED: 'tags (!) are not supported: write the value alone, or put text in quotes',
  UNEXPECTED_TOKEN: 'not expected here: look for a quote, a bracket or an indentation that is wrong',
};

/** What a mistake in the syntax means, without a word of the file: the line may hold a password. */
export function syntaxMessage(code: ErrorCode): string {
  return messages[code];
}
