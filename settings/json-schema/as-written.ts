import { isJsonSchema, type JsonSchema } from './json-schema.ts';
import { requirements } from './requirements.ts';

const PLACEHOLDER = { type: 'string', pattern: '\\$\\{' };
const INCLUDE = {
  description: 'Files whose content stands here; keys beside it override them. Relative to this file.',
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
};
const CONSTRAINTS = ['pattern', 'format', 'minLength', 'maxLength', 'enum', 'const'];

/**
 * Turns a schema of finished values into one of files as people write them: any text may be a `${NAME}` still, any object may
 * have an `$include`, and what that may bring, at any depth, is not asked for. Pure.
 */
export function asWritten(schema: JsonSchema): JsonSchema {
  return { ...shape(schema), ...requirements(schema) };
}

/** What may stand there, if anything does. */
function shape(schema: JsonSchema): JsonSchema {
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, shapeUnder(key, value)]));
  if (isText(inner)) return isConstrained(inner) ? orPlaceholder(inner) : inner;
  return inner['type'] === 'object' ? withInclude(inner) : inner;
}

function shapeUnder(key: string, value: unknown): unknown {
  if (key === 'properties' && isJsonSchema(value)) return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, isJsonSchema(child) ? shape(child) : child]));
  if (key === 'propertyNames' && isJsonSchema(value)) return { anyOf: [value, { enum: ['$include', '$schema'] }, { pattern: PLACEHOLDER.pattern }] };
  // A list replaces what was included, so its items are whole.
  if (key === 'items') return isJsonSchema(value) ? asWritten(value) : value;
  if (key === 'additionalProperties') return isJsonSchema(value) ? shape(value) : value;
  return key === 'anyOf' && Array.isArray(value) ? value.map((child: unknown) => (isJsonSchema(child) ? shape(child) : child)) : value;
}

function orPlaceholder({ description, default: fallback, ...text }: JsonSchema): JsonSchema {
  return { ...(description === undefined ? {} : { description }), ...(fallback === undefined ? {} : { default: fallback }), anyOf: [text, PLACEHOLDER] };
}

function withInclude({ properties, required: _, ...object }: JsonSchema): JsonSchema {
  return { ...object, properties: { ...(isJsonSchema(properties) ? properties : {}), $include: INCLUDE, $schema: { type: 'string' } } };
}

function isText(schema: JsonSchema): boolean {
  return schema['type'] === 'string' || (Array.isArray(schema['enum']) && schema['enum'].every((value) => typeof value === 'string'));
}

function isConstrained(schema: JsonSchema): boolean {
  return CONSTRAINTS.some((constraint) => schema[constraint] !== undefined);
}
