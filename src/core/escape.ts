/** Printable ASCII. */
const plain = /^[ -~]*$/;

/**
 * A text of the target as people may see it, on one line and the way it reads. JSON leaves alone what a terminal obeys
 * (C1 controls) and what turns a line around (bidirectional marks).
 */
export function escapeControls(text: string): string {
  // Nearly every text is plain, and is looked at for each result.
  if (plain.test(text)) return text;
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, character => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}
