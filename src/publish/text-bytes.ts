/** Texts as bytes of UTF-8, written where they are to stand: to make bytes of each first takes several times as long. */

/** Writes a text of ASCII at a place in another, and gives the place after it. */
export function writeAscii(into: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) into[at + index] = text.charCodeAt(index);
  return at + text.length;
}

/** As many bytes as {@link writeEscaped} may write for each unit of a text's length. */
export const maxEscapedBytes = 3;

/** The same with any text, as {@link escapeText} has it. */
export function writeEscaped(into: Uint8Array, at: number, text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 0x22 || code === 0x5c || code === 0x0a || code > 0x7e) return writeRare(into, at, text);
    into[at + index] = code;
  }
  return at + text.length;
}

const encoder = new TextEncoder();

function writeRare(into: Uint8Array, at: number, text: string): number {
  return at + encoder.encodeInto(escapeText(text), into.subarray(at)).written;
}

/** Label values of both formats, and help of OpenMetrics. Half a surrogate pair would not be UTF-8. */
export function escapeText(text: string): string {
  return text.toWellFormed().replace(/[\\\n"]/g, character => escapes[character] ?? character);
}

/** Help of the text format: quotation marks stand as they are. */
export function escapeHelp(text: string): string {
  return text.toWellFormed().replace(/[\\\n]/g, character => escapes[character] ?? character);
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '"': '\\"' };
