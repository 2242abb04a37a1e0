type Schema = Readonly<Record<string, unknown>>;

const PLACEHOLDER = { type: 'string', pattern: '\\$\\{' };
const INCLUDE = {
  description: 'Files whose content stands here; keys beside it override them. Relative to this file.',
  anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }],
};
const CONSTRAINTS = ['pattern', 'format', 'minLength', 'maxLength', 'enum', 'const'];

/**
 * Turns a schema of finished values into one of files as people write them: any text may be a `${NAME}` still, any object may get
 * its keys from an `$include`, and then none of its own is required. Pure.
 */
export function asWritten(schema: Schema): Schema {
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, rewriteChild(key, value)]));
  if (isText(inner)) return isConstrained(inner) ? orPlaceholder(inner) : inner;
  return inner['type'] === 'object' ? withInclude(inner) : inner;
}

function rewriteChild(key: string, value: unknown): unknown {
  if (key === 'properties' && isSchema(value)) return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, rewrite(child)]));
  if (key === 'propertyNames' && isSchema(value)) return { anyOf: [value, { enum: ['$include', '$schema'] }, { pattern: PLACEHOLDER.pattern }] };
  if (key === 'items' || key === 'additionalProperties') return rewrite(value);
  return (key === 'anyOf' || key === 'oneOf') && Array.isArray(value) ? value.map(rewrite) : value;
}

function rewrite(value: unknown): unknown {
  return isSchema(value) ? asWritten(value) : value;
}

function orPlaceholder({ description, default: fallback, ...text }: Schema): Schema {
  return { ...(description === undefined ? {} : { description }), ...(fallback === undefined ? {} : { default: fallback }), anyOf: [text, PLACEHOLDER] };
}

function withInclude({ properties, required, ...object }: Schema): Schema {
  const allowed = { ...(isSchema(properties) ? properties : {}), $include: INCLUDE, $schema: { type: 'string' } };
  const missing = required === undefined ? {} : { if: { not: { required: ['$include'] } }, then: { required } };
  return { ...object, properties: allowed, ...missing };
}

function isText(schema: Schema): boolean {
  return schema['type'] === 'string' || (Array.isArray(schema['enum']) && schema['enum'].every((value) => typeof value === 'string'));
}

function isConstrained(schema: Schema): boolean {
  return CONSTRAINTS.some((constraint) => schema[constraint] !== undefined);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
