import type { JsonSchema } from './schema.ts';

/** What kind of value a schema takes, in a few words. */
export function typeOf(schema: JsonSchema): string {
  if (schema.enum !== undefined) return words(schema.enum);
  if (schema.const !== undefined) return words([schema.const]);
  if (schema.anyOf !== undefined) return choice(schema.anyOf.filter(form => typeof form === 'object'));
  if (schema.title !== undefined) return schema.title;
  if (schema.format === 'uri') return 'URL';
  if (schema.type === 'array') return `list of ${itemsOf(schema)}`;
  if (schema.type === 'object') return schema.properties === undefined ? `map of ${valuesOf(schema)}` : 'map';
  const types = [schema.type ?? []].flat().filter(type => type !== 'null');
  return types.map(type => plainTypes[type] ?? type).join(' or ') || 'any';
}

const plainTypes: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'number',
  number: 'number',
  boolean: '`true` or `false`',
};

/** One value or a list of them, or several kinds. */
function choice(forms: readonly JsonSchema[]): string {
  const names = forms.filter(({ type }) => type !== 'null').map(typeOf);
  const single = names.find(name => names.includes(`list of ${name}`));
  const others = names.filter(name => name !== single && name !== `list of ${single}`);
  const parts = single === undefined ? others : [`${single}, or a list`, ...others];
  return [...new Set(parts)].join(' or ');
}

function itemsOf({ items }: JsonSchema): string {
  const name =
    items === undefined || typeof items === 'boolean' || Array.isArray(items) ? 'any' : typeOf(items);
  return name === 'any' || name === 'map' ? 'maps' : name;
}

function valuesOf({ additionalProperties: values }: JsonSchema): string {
  const name = values === undefined || typeof values === 'boolean' ? 'any' : typeOf(values);
  return name === 'any' ? 'maps' : name;
}

function words(values: readonly unknown[]): string {
  return values.map(value => `\`${String(value)}\``).join(', ');
}

/** What holds when the key is not written; empty when that is nothing. */
export function defaultOf({ default: standard }: JsonSchema): string {
  if (Array.isArray(standard)) return standard.length > 0 ? words(standard) : '';
  const isPlain = ['string', 'number', 'boolean'].includes(typeof standard);
  return isPlain ? words([standard]) : '';
}
