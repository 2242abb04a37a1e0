import { objectOf, objectsOf, textOf } from './json-shape.ts';
import type { JsonObject } from './json-shape.ts';

/** What an attribute may hold. Whole numbers above 2^53 stay exact as bigint; lists and maps are kept as JSON text. */
export type AttributeValue = string | number | boolean | bigint;

export type Attributes = Readonly<Record<string, AttributeValue>>;

/** Reads OTLP's `[{key, value: AnyValue}]` into a plain record; entries without a key or a known kind of value are left out. */
export function readAttributes(list: unknown): Attributes {
  const attributes: Record<string, AttributeValue> = {};
  for (const entry of objectsOf(list)) {
    const key = textOf(entry['key']);
    // A key that would change the record's prototype is hostile or broken, never telemetry.
    if (key === '' || key === '__proto__') continue;
    const value = readAnyValue(objectOf(entry['value']));
    if (value !== undefined) attributes[key] = value;
  }
  return attributes;
}

/** Reads one OTLP AnyValue; undefined when it is empty. */
export function readAnyValue(value: JsonObject): AttributeValue | undefined {
  if (typeof value['stringValue'] === 'string') return value['stringValue'];
  if (typeof value['boolValue'] === 'boolean') return value['boolValue'];
  const double_value = value['doubleValue'];
  if (typeof double_value === 'number') return double_value;
  if (typeof double_value === 'string') return Number(double_value);
  if (value['intValue'] !== undefined) return readWholeNumber(value['intValue']);
  if (value['arrayValue'] !== undefined) return JSON.stringify(value['arrayValue']);
  if (value['kvlistValue'] !== undefined) return JSON.stringify(value['kvlistValue']);
  return textOf(value['bytesValue']) || undefined;
}

/** Reads a 64-bit whole number as protobuf's JSON mapping writes it: decimal text or a number. Undefined when it is neither. */
export function readWholeNumber(value: unknown): number | bigint | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,20}$/.test(value)) return undefined;
  return narrow(BigInt(value));
}

/** Reads nanoseconds since the epoch; undefined when the field is absent or broken. */
export function readUnixNano(value: unknown): bigint | undefined {
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return BigInt(value);
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return BigInt(Math.round(value));
  return undefined;
}

/** Nanoseconds since the epoch as milliseconds, to the microsecond: what the buffers are ordered by. */
export function nanoToMs(nano: bigint): number {
  return Number(nano / 1000n) / 1000;
}

/** Turns a bigint into a number where that loses nothing. */
export function narrow(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(value) : value;
}
