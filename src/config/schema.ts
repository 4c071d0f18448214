import { z } from 'zod';
import { namesOf, type Preset } from '../preset/preset.ts';
import type { ProbeType } from '../probe/probe-type.ts';
import { commonKeys, serverKeys, topKeys } from './keys.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

type Properties = Readonly<Record<string, JsonSchema>>;

/** What can be named in a file. */
export interface Registries {
  readonly probeTypes: readonly ProbeType[];
  readonly presets: readonly Preset[];
}

/** A schema as people write it (JSON Schema 2020-12), without what only concerns the conversion. */
export function inputSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Our own mark of file names, no format that validators know.
      if (jsonSchema.format === 'path') delete jsonSchema.format;
    },
  });
  return rest;
}

/** The keys of a schema of a map. */
export function propertiesOf({ properties = {} }: JsonSchema): Properties {
  const entries = Object.entries(properties).flatMap(([key, value]) =>
    typeof value === 'boolean' ? [] : [[key, value] as const],
  );
  return Object.fromEntries(entries);
}

/** The JSON Schema of the configuration file, for editors. The program itself is stricter. */
export function configJsonSchema({ probeTypes, presets }: Registries): JsonSchema {
  const top = inputSchema(topKeys);
  const servers = { ...propertiesOf(top)['servers'], items: { $ref: '#/$defs/server' } };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'fedistatus configuration',
    ...top,
    properties: nullable({ ...propertiesOf(top), servers }, top.required),
    $defs: {
      server: serverSchema(probeTypes, presets),
      ...Object.fromEntries(probeTypes.map(type => [definitionOf(type), componentJsonSchema(type)])),
    },
  };
}

function definitionOf({ name }: ProbeType): string {
  return `component_${name}`;
}

function serverSchema(probeTypes: readonly ProbeType[], presets: readonly Preset[]): JsonSchema {
  const server = inputSchema(serverKeys);
  const { preset, components } = propertiesOf(server);
  const forms = [
    ...probeTypes.map(type => ({ $ref: `#/$defs/${definitionOf(type)}` })),
    { type: 'null' as const },
  ];
  const properties = {
    ...propertiesOf(server),
    preset: { ...preset, enum: [...presets.flatMap(namesOf), 'none'] },
    components: { ...components, additionalProperties: { anyOf: forms } },
  };
  return { ...server, properties: nullable(properties, server.required) };
}

/** Nothing is required, since a preset may have brought it, nor is the type: then the keys of any type will do. */
function componentJsonSchema(type: ProbeType): JsonSchema {
  const common = propertiesOf(inputSchema(commonKeys));
  const keys = { ...common, ...propertiesOf(inputSchema(type.settings)) };
  const properties = { ...nullable(keys, []), type: { ...common['type'], const: type.name } };
  return { type: 'object', description: type.summary, properties, additionalProperties: false };
}

/** `null` stands for a key that is not set. */
function nullable(properties: Properties, required: readonly string[] = []): Properties {
  const entries = Object.entries(properties).map(([key, schema]) => [
    key,
    required.includes(key) ? schema : orNull(schema),
  ]);
  return Object.fromEntries(entries);
}

function orNull({ description, default: standard, ...schema }: JsonSchema): JsonSchema {
  return {
    ...(description === undefined ? {} : { description }),
    ...(standard === undefined ? {} : { default: standard }),
    anyOf: [...(isOnlyChoice(schema) ? (schema.anyOf ?? []) : [schema]), { type: 'null' }],
  };
}

function isOnlyChoice(schema: JsonSchema): boolean {
  return schema.anyOf !== undefined && Object.keys(schema).length === 1;
}
