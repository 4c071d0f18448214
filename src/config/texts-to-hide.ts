import { escapeHtml } from '../core/html.ts';
import { Secret } from '../core/secret.ts';
import { isMap } from './schema-walk.ts';
import type { ResolvedSecret } from './values.ts';

/**
 * Headers whose values are in everybody's requests. Hiding those wherever they turn up would hide what went wrong: the
 * `text/html` of an `Accept` is the type of half of all answers.
 */
const openHeaders = new Set([
  'accept',
  'accept-charset',
  'accept-encoding',
  'accept-language',
  'cache-control',
  'content-type',
  'host',
  'origin',
  'pragma',
  'range',
  'referer',
  'user-agent',
  'x-forwarded-proto',
  'x-requested-with',
]);

/** A shorter body, or value of a cookie, is a word that may stand anywhere. */
const shortestText = 8;

/**
 * What must not show of the settings of one component: its secrets, what they are a part of or made of when they are
 * sent, and each of these as logs, addresses and headers write it.
 */
export function textsToHide(settings: unknown, secrets: readonly ResolvedSecret[]): readonly Secret[] {
  const texts = [
    ...secrets.filter(isHidden).flatMap(secret => [secret.value.reveal(), ...partsOf(secret)]),
    ...credentials(settings),
    ...body(settings),
  ];
  return [...new Set(texts.flatMap(formsOf))].map(text => new Secret(text));
}

function isHidden({ path }: ResolvedSecret): boolean {
  return path.at(-2) !== 'headers' || !openHeaders.has(String(path.at(-1)).toLowerCase());
}

function partsOf({ path, value }: ResolvedSecret): readonly string[] {
  if (path.at(-2) !== 'headers') return [];
  const text = value.reveal();
  return String(path.at(-1)).toLowerCase() === 'cookie' ? cookieValues(text) : credentialParts(text);
}

/** RFC 6265 §4.2.1. */
function cookieValues(text: string): readonly string[] {
  const values = text.split(';').map(pair => pair.slice(pair.indexOf('=') + 1).trim());
  return values.filter(value => value.length >= shortestText);
}

/** The credentials behind their scheme (RFC 9110 §11.4), and the password in them (RFC 7617 §2). */
function credentialParts(text: string): readonly string[] {
  const [, scheme, credential] = /^(basic|bearer|digest|token) +(\S+)$/i.exec(text) ?? [];
  if (scheme === undefined || credential === undefined) return [];
  if (scheme.toLowerCase() !== 'basic') return [credential];
  const pair = Buffer.from(credential, 'base64').toString();
  return [credential, pair, pair.slice(pair.indexOf(':') + 1)];
}

/** RFC 7617 §2. */
function credentials(settings: unknown): readonly string[] {
  if (!isMap(settings) || !isMap(settings['basic_auth'])) return [];
  const { username, password } = settings['basic_auth'];
  return typeof username === 'string' && typeof password === 'string' ? [`${username}:${password}`] : [];
}

function body(settings: unknown): readonly string[] {
  const text = isMap(settings) ? settings['body'] : undefined;
  return typeof text === 'string' && text.length >= shortestText ? [text] : [];
}

function formsOf(text: string): readonly string[] {
  const wellFormed = text.toWellFormed();
  const bytes = Buffer.from(text);
  const json = JSON.stringify(text).slice(1, -1);
  const encoded = encodeURIComponent(wellFormed);
  return [
    text,
    json,
    // As PHP writes JSON.
    json.replaceAll('/', String.raw`\/`),
    // As Rails does, and Go.
    json.replace(/[&<>]/g, sign => `\\u00${sign.charCodeAt(0).toString(16)}`),
    encoded,
    // As .NET encodes, and Python.
    encoded.replace(/%../g, code => code.toLowerCase()),
    encoded.replaceAll('%2F', '/'),
    new URLSearchParams([['', wellFormed]]).toString().slice(1),
    escapeHtml(text),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}
