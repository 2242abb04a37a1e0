import { describe, expect, test } from 'vitest';
import { createFieldCatalogue } from '../../../sandbox/signoz/query/field.ts';
import { compileFilter } from '../../../sandbox/signoz/query/filter-match.ts';
import { ToolError } from '../../../sandbox/signoz/tool-error.ts';

interface Row {
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly resource: Readonly<Record<string, string>>;
}

const fields = createFieldCatalogue<Row>({ signal: 'traces', columns: { name: (row) => row.attributes['name'] }, aliases: {}, isKnown: (key) => ['code', 'ok', 'zone', 'empty', 'toString'].includes(key) });
const row: Row = { attributes: { name: 'GET /a', code: 404, ok: true, empty: '' }, resource: { zone: "o'hare" } };
const matches = (filter: string): boolean => compileFilter(filter, fields)(row);

describe('the filter language', () => {
  test.each([
    "name = 'GET /a'",
    'name = "GET /a"',
    "zone = 'o\\'hare'",
    "resource.zone = 'o\\'hare'",
    'attribute.code = 404',
    "code = '404'",
    'code != 500',
    'code >= 404 AND code < 405',
    'code BETWEEN 400 AND 499',
    'code NOT BETWEEN 500 AND 599',
    'code IN (200, 404)',
    'code in [404]',
    "name NOT IN ('x', 'y')",
    "name LIKE 'GET %'",
    "name LIKE '_ET /a'",
    "name NOT LIKE 'get %'",
    "name ILIKE 'get %'",
    "name CONTAINS 'get'",
    "name REGEXP '^G.T /[a-c]$'",
    'ok = true',
    'code EXISTS',
    'empty NOT EXISTS',
    'toString NOT EXISTS',
    'NOT (code = 500 OR code = 501)',
    'code = 1 AND code = 2 OR ok = true',
    "toString != 'x'",
    "toString NOT IN ('x')",
    '',
  ])('%s holds', (filter) => {
    expect(matches(filter)).toBe(true);
  });

  test.each([
    "name = 'get /a'",
    'code != 404',
    'code > 404',
    "name < 'A'",
    "name LIKE 'GET'",
    "name LIKE 'G.T %'",
    'ok = false',
    'empty EXISTS',
    "toString = 'x'",
    "toString EXISTS AND toString != 'x'",
    'code = 1 AND (code = 2 OR ok = true)',
    "name > 5",
  ])('%s does not hold', (filter) => {
    expect(matches(filter)).toBe(false);
  });

  test.each(["name = ", "= 'x'", "name 'x'", "(name = 'x'", "name = 'x')", "name = 'x", 'name IN ()', 'name NOT = 1', 'a ; b', `${'('.repeat(5000)}ok = true${')'.repeat(5000)}`, "name REGEXP '('"])(
    'refuses %s with a code',
    (filter) => {
      expect(() => matches(filter)).toThrow(ToolError);
    },
  );

  test('names all unknown keys at once', () => {
    expect(() => matches("colour = 'red' OR (NOT size > 3 AND colour EXISTS)")).toThrow(expect.objectContaining({ details: expect.objectContaining({ missingKeys: ['colour', 'size'] }) }));
  });
});
