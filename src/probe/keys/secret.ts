import { z } from 'zod';
import { Secret } from '../../core/secret.ts';

/**
 * A value that must not show anywhere. Written in the file, or taken from the environment: `${NAME}`. A key `x` of this
 * kind may have a sibling `x_file` of the kind {@link filePath}; the configuration then reads the file and hands on
 * `x` alone, so that probes never see the sibling.
 */
export const secretText: z.ZodType<Secret, string> = z
  .string()
  .min(1, 'must not be empty')
  .meta({ title: 'secret', writeOnly: true })
  .transform(text => new Secret(text));

/** Path of a file; the configuration makes it absolute, starting at its own folder. */
export const filePath: z.ZodType<string, string> = z
  .string()
  .min(1, 'write the path of a file')
  .meta({ title: 'path', format: 'path' });

/** Whether a value of this kind is secret. JSON Schema has a word for it: `writeOnly`. */
export function isSecretText(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(innermost(schema))?.['writeOnly'] === true;
}

/** Whether a value of this kind is the path of a file. */
export function isFilePath(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(innermost(schema))?.['format'] === 'path';
}

/** The schema of what a person writes, without defaults, `null` and conversions around it. */
export function innermost(schema: z.core.$ZodType): z.core.$ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return innermost(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? innermost(schema.in) : schema;
}
