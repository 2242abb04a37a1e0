import { z } from 'zod';
import { secret } from '../core/config-primitives.ts';
import type { ConfigPath } from './source-node.ts';

/** Every schema that may describe the value at a path: more than one where the settings leave a choice. */
export function schemasAt(root: z.core.$ZodType, path: ConfigPath): readonly z.core.$ZodType[] {
  return path.reduce<readonly z.core.$ZodType[]>((schemas, key) => schemas.flatMap((schema) => childOf(schema, key)), alternatives(root));
}

/** The keys that an object may have there. */
export function keysAt(root: z.core.$ZodType, path: ConfigPath): readonly string[] {
  return [...new Set(schemasAt(root, path).flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])))];
}

export function isSecretAt(root: z.core.$ZodType, path: ConfigPath): boolean {
  return schemasAt(root, path).some(isSecret);
}

function isSecret(schema: z.core.$ZodType): boolean {
  // `meta` makes a new schema around the same definition: the definition is what is compared.
  return schema instanceof z.ZodPipe && schema._zod.def.in === secret._zod.def.in;
}

function childOf(schema: z.core.$ZodType, key: string | number): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) {
    const shape: Readonly<Record<string, z.core.$ZodType>> = schema.shape;
    const child = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return child === undefined ? [] : alternatives(child);
  }
  if (schema instanceof z.ZodRecord) return alternatives(schema._zod.def.valueType);
  if (schema instanceof z.ZodArray) return alternatives(schema._zod.def.element);
  return [];
}

/** Takes off what only says "may be absent", and opens a choice. */
function alternatives(schema: z.core.$ZodType): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return alternatives(schema._zod.def.innerType);
  if (schema instanceof z.ZodUnion) return schema._zod.def.options.flatMap(alternatives);
  return [schema];
}
