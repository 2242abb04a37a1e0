import { isJsonSchema, type JsonSchema } from './json-schema.ts';

/**
 * The part of a schema that says what must not be missing, as a tree that ends wherever an `$include` stands: below it nothing
 * is asked for, because the included file may bring it. Empty when nothing is required. Pure.
 */
export function requirements(schema: JsonSchema): JsonSchema {
  const choices = Array.isArray(schema['anyOf']) ? schema['anyOf'].filter(isJsonSchema).map(requirements) : [];
  if (choices.some((choice) => Object.keys(choice).length > 0)) return { allOf: [{ anyOf: choices }] };
  if (schema['type'] !== 'object') return {};
  const asked: Record<string, unknown> = {};
  if (schema['required'] !== undefined) asked['required'] = schema['required'];
  const properties = isJsonSchema(schema['properties']) ? below(schema['properties']) : {};
  if (Object.keys(properties).length > 0) asked['properties'] = properties;
  const others = isJsonSchema(schema['additionalProperties']) ? requirements(schema['additionalProperties']) : {};
  if (Object.keys(others).length > 0) asked['additionalProperties'] = others;
  return Object.keys(asked).length === 0 ? {} : { if: { not: { required: ['$include'] } }, then: asked };
}

function below(properties: JsonSchema): JsonSchema {
  const entries = Object.entries(properties).map(([name, child]) => [name, isJsonSchema(child) ? requirements(child) : {}] as const);
  return Object.fromEntries(entries.filter(([, asked]) => Object.keys(asked).length > 0));
}
