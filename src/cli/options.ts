import { type Arguments, UsageError } from './command.ts';

/** What the configuration takes for a key: the value, or what is wrong with the text. */
interface Schema<Value> {
  safeParse(text: string):
    | { readonly success: true; readonly data: Value }
    | {
        readonly success: false;
        readonly error: { readonly issues: readonly { readonly message: string }[] };
      };
}

/** The value of an option that is written as in the configuration; null: it was not given. Throws {@link UsageError}. */
export function optionOf<Value>(args: Arguments, name: string, schema: Schema<Value>): Value | null {
  const text = args.text(name);
  if (text === undefined) return null;
  const parsed = schema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError(`--${name}: ${parsed.error.issues[0]?.message ?? 'not understood'}`);
}
