import type { ScalarTable } from './schema.ts';
import { LooseNumber } from './schema.ts';
import { AtlasError } from '../../core/error.ts';

/**
 * The group and the value of each row of a table that was grouped by one field and aggregated once.
 * A null value (nothing to aggregate) leaves its row out; any other value that is no number is VALIDATION_ERROR.
 */
export function scalarRows(table: ScalarTable, tool: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const result of table.data.data.results) {
    const columns = result.columns ?? [];
    const group = columns.findIndex((column) => column.columnType === 'group');
    const aggregation = columns.findIndex((column) => column.columnType === 'aggregation');
    if (group < 0 || aggregation < 0) continue;
    for (const row of result.data ?? []) {
      const key = row[group];
      const value = row[aggregation];
      if (typeof key !== 'string' || key === '' || value === null || value === undefined) continue;
      const number = LooseNumber.safeParse(value);
      if (!number.success) throw new AtlasError('VALIDATION_ERROR', `signoz: ${tool} gave a value that is no number`);
      values.set(key, number.data);
    }
  }
  return values;
}
