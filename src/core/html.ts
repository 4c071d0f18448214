const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for the content of an element, or for an attribute in quotation marks. The only way into a page. */
export function escapeHtml(text: string): string {
  return text.toWellFormed().replace(/[&<>"']/g, character => entities[character] ?? character);
}
