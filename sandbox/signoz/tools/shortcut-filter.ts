/** Joins a caller's filter with the conditions of a tool's shortcut parameters; empty conditions are left out. */
export function joinFilters(...conditions: readonly string[]): string {
  const given = conditions.filter((condition) => condition.trim() !== '');
  return given.length === 1 ? given.join('') : given.map((condition) => `(${condition})`).join(' AND ');
}

/** `key operator 'value'` with the value quoted; empty when there is no value. */
export function condition(key: string, operator: string, value: string): string {
  return value === '' ? '' : `${key} ${operator} '${value.replace(/[\\']/g, '\\$&')}'`;
}
