import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../core/error-code.ts';
import { Secret } from '../core/secret.ts';
import { isFilePath, isSecretText } from '../probe/keys/secret.ts';
import type { ConfigPath } from './errors.ts';
import type { Mistake } from './explain.ts';
import { memoised } from './memoised.ts';
import { formOf, isMap } from './schema-walk.ts';

/** The world outside the file that its values may refer to. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Rejects with a system error when the file cannot be read. */
  readFile(path: string): Promise<Uint8Array>;
  /** Folder of the configuration file, absolute: relative paths start there. */
  readonly folder: string;
}

export interface ResolvedValues {
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
  readonly secrets: readonly ResolvedSecret[];
  /** Places of secrets that are written in the file itself. */
  readonly literalSecrets: readonly ConfigPath[];
}

/** A secret, wherever it was found, and the key that it is for. */
export interface ResolvedSecret {
  readonly path: ConfigPath;
  readonly value: Secret;
}

/**
 * Replaces what stands for something else, as the schema says where: `null` for a key that is not set, `${NAME}` in
 * secrets and paths, relative paths, and `x_file` for the secret `x`.
 */
export async function resolveValues(
  schema: z.core.$ZodType,
  value: unknown,
  path: ConfigPath,
  surroundings: Surroundings,
): Promise<ResolvedValues> {
  const resolver = new Resolver(surroundings);
  const resolved = await resolver.resolve(schema, value, path);
  const { mistakes, secrets, literalSecrets } = resolver;
  return { value: resolved, mistakes, secrets, literalSecrets };
}

class Resolver {
  readonly mistakes: Mistake[] = [];
  readonly secrets: ResolvedSecret[] = [];
  readonly literalSecrets: ConfigPath[] = [];
  readonly #surroundings: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  async resolve(schema: z.core.$ZodType, value: unknown, path: ConfigPath): Promise<unknown> {
    const form = formOf(schema, value);
    if (form instanceof z.ZodObject && isMap(value)) return await this.#resolveMap(form, value, path);
    if (form instanceof z.ZodRecord && isMap(value)) {
      const entries = Object.entries(value).map(
        async ([key, item]) => [key, await this.resolve(form.valueType, item, [...path, key])] as const,
      );
      return Object.fromEntries(await Promise.all(entries));
    }
    if (form instanceof z.ZodArray && Array.isArray(value)) {
      const { element } = form;
      return await Promise.all(
        value.map(async (item, index) => await this.resolve(element, item, [...path, index])),
      );
    }
    if (form === null || typeof value !== 'string') return value;
    if (isFilePath(form)) return this.#absolute(this.#substitute(value, path));
    return isSecretText(form) ? this.#secret(value, path) : value;
  }

  async #resolveMap(
    form: z.ZodObject,
    map: Readonly<Record<string, unknown>>,
    path: ConfigPath,
  ): Promise<Readonly<Record<string, unknown>>> {
    const resolved = new Map<string, unknown>();
    for (const [key, value] of Object.entries(map)) {
      const schema = Object.hasOwn(form.shape, key) ? form.shape[key] : undefined;
      if (schema === undefined) resolved.set(key, value);
      else if (value !== null || schema.safeParse(null).success) {
        resolved.set(key, await this.resolve(schema, value, [...path, key]));
      }
    }
    for (const key of secretKeysOf(form)) await this.#readSibling(resolved, key, path);
    return Object.fromEntries(resolved);
  }

  /** Turns `x_file` into `x`. */
  async #readSibling(map: Map<string, unknown>, key: string, path: ConfigPath): Promise<void> {
    const fileKey = `${key}_file`;
    const file = map.get(fileKey);
    if (typeof file !== 'string') return;
    map.delete(fileKey);
    if (map.has(key)) {
      this.#complain([...path, fileKey], `stands beside \`${key}\`: keep one of them`);
      return;
    }
    const content = await this.#readSecret(file, [...path, fileKey]);
    if (content !== null) this.#remember(content, [...path, key]);
    // Whatever is wrong with the file was said; the secret itself is not missing.
    map.set(key, content ?? 'unreadable');
  }

  async #readSecret(file: string, path: ConfigPath): Promise<string | null> {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await this.#surroundings.readFile(file));
      // As Prometheus does: what wrote the file may have ended it with more than a line.
      const secret = text.trim();
      if (secret !== '') return secret;
      this.#complain(path, 'the file is empty');
    } catch (error) {
      this.#complain(path, `the file cannot be read (${causeOf(error)})`);
    }
    return null;
  }

  #secret(text: string, path: ConfigPath): string {
    if (!/(?<!\$)\$\{/.test(text)) this.literalSecrets.push(path);
    const secret = this.#substitute(text, path);
    this.#remember(secret, path);
    return secret;
  }

  #remember(secret: string, path: ConfigPath): void {
    this.secrets.push({ path, value: new Secret(secret) });
  }

  /** `${NAME}` is the variable of the environment, `$${` the two characters themselves. */
  #substitute(text: string, path: ConfigPath): string {
    return text.replace(/\$\$\{|\$\{([^}]*)(\}?)/g, (_whole, name?: string, end?: string) => {
      if (name === undefined) return '${';
      if (end !== '}' || !/^[A-Za-z_]\w*$/.test(name)) {
        this.#complain(
          path,
          'write ${NAME} for a variable of the environment, or $${ for the two characters themselves',
        );
        return 'unresolved';
      }
      const value = this.#surroundings.env[name];
      if (value !== undefined && value !== '') return value;
      this.#complain(path, `${nameOf(name)} is ${value === undefined ? 'not set' : 'empty'}`);
      return 'unresolved';
    });
  }

  #absolute(file: string): string {
    return isAbsolute(file) ? file : join(this.#surroundings.folder, file);
  }

  #complain(path: ConfigPath, message: string): void {
    this.mistakes.push({ path, message, target: 'value' });
  }
}

/** What does not look like the name of a variable may be a piece of a password, and is not repeated. */
function nameOf(variable: string): string {
  return /^[A-Z][A-Z0-9_]*$/.test(variable)
    ? `the environment variable ${variable}`
    : 'the environment variable that is named here';
}

/** Keys `x` of a secret that have a sibling `x_file`. */
const secretKeysOf = memoised((form: z.ZodObject): readonly string[] =>
  Object.entries(form.shape).flatMap(([key, schema]) =>
    isSecretText(schema) && Object.hasOwn(form.shape, `${key}_file`) ? [key] : [],
  ),
);

function causeOf(error: unknown): string {
  return error instanceof TypeError ? 'not UTF-8' : (errorCode(error) ?? 'unknown error');
}
