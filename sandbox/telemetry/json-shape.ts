/** A parsed JSON object of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Tells whether a parsed JSON value is an object (neither null nor a list). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Gives the value as an object; anything else becomes an empty one, as protobuf's JSON mapping treats an absent message. */
export function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Gives the objects in a list; anything else becomes an empty list. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** Gives a text; anything else becomes the empty text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
