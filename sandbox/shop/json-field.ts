/** A member of something that came as JSON; undefined when there is no such member. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

export function textField(value: unknown, name: string, otherwise: string): string {
  const found = field(value, name);
  return typeof found === 'string' ? found : otherwise;
}

export function numberField(value: unknown, name: string, otherwise: number): number {
  const found = field(value, name);
  return typeof found === 'number' ? found : otherwise;
}

export function listField(value: unknown, name: string): readonly unknown[] {
  const found = field(value, name);
  return Array.isArray(found) ? found : [];
}
