/** More is no configuration, and costs time before it is known to be wrong. */
const largestBytes = 4 * 1024 * 1024;

export type TextResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly message: string };

/** The text of a configuration file, without the mark of its encoding. */
export function readText(content: string | Uint8Array): TextResult {
  if (content.length > largestBytes) return { ok: false, message: 'the file is larger than 4 MiB' };
  const text = typeof content === 'string' ? content : decode(content);
  if (text === null) return { ok: false, message: 'the file is not UTF-8: save it as such' };
  return { ok: true, text: text.replace(/^\uFEFF/, '') };
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
