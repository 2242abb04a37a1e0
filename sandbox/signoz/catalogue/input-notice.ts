import type { ToolArguments } from '../tool-arguments.ts';
import type { PropertySchema, ToolSpec } from './tool-spec.ts';

/**
 * Compares arguments with a tool's schema; null when they fit. The real server lets a call run in any case and puts
 * this notice after the result.
 */
export function inputNotice(spec: ToolSpec, args: ToolArguments): string | null {
  const { properties, required } = spec.inputSchema;
  const missing = required.filter((name) => args[name] === undefined).map((name) => `'${name}'`);
  const problems = [
    ...(missing.length === 0 ? [] : [`- at '': missing ${missing.length === 1 ? 'property' : 'properties'} ${missing.join(', ')}`]),
    ...Object.entries(properties).flatMap(([name, schema]) => (args[name] === undefined ? [] : mismatch(name, schema, args[name]))),
  ];
  if (problems.length === 0) return null;
  const where = `'mem:///signoz/tools/${spec.name}/input-schema.json#'`;
  return (
    `Input validation notice: the arguments did not fully match this tool's input schema (jsonschema validation failed with ${where} ${problems.join(' ')}). ` +
    'The call still ran best-effort: mismatched values may have been ignored or replaced with defaults. Adjust the flagged parameter(s) and re-call if the results look off.'
  );
}

function mismatch(name: string, schema: PropertySchema, value: unknown): readonly string[] {
  const allowed = schema.type === undefined ? [] : typeof schema.type === 'string' ? [schema.type] : schema.type;
  const got = jsonType(value);
  const fits = allowed.length === 0 || allowed.includes(got) || (got === 'integer' && allowed.includes('number'));
  if (!fits) return [`- at '/${name}': got ${got === 'integer' ? 'number' : got}, want ${allowed.join(' or ')}`];
  if (schema.enum !== undefined && typeof value === 'string' && !schema.enum.includes(value)) {
    return [`- at '/${name}': value must be one of ${schema.enum.map((entry) => `'${entry}'`).join(', ')}`];
  }
  return [];
}

function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}
