import { RE2JS } from 're2js';
import type { AttributeValue } from '../../telemetry/attribute.ts';
import { ToolError, unknownKeys, upstreamError } from '../tool-error.ts';
import type { FieldCatalogue } from './field.ts';
import { FilterSyntaxError } from './filter-lexer.ts';
import { parseFilter } from './filter-parser.ts';
import type { Comparison, FilterCondition, FilterNode, Literal } from './filter-parser.ts';

export type RowPredicate<Row> = (row: Row) => boolean;

/** Makes a predicate of a filter expression. Throws a ToolError for bad syntax and for keys that nothing ever had. */
export function compileFilter<Row>(expression: string, fields: FieldCatalogue<Row>): RowPredicate<Row> {
  const node = parseOrRefuse(expression);
  if (node === null) return () => true;
  const missing = [...new Set(keysOf(node))].filter((key) => fields.find(key) === undefined);
  if (missing.length > 0) throw unknownKeys(missing);
  return compile(node, fields);
}

function parseOrRefuse(expression: string): FilterNode | null {
  try {
    return parseFilter(expression);
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error;
    throw upstreamError({ status: 400, code: 'VALIDATION_FAILED', upstream_code: 'invalid_input', message: `found syntax errors while parsing the search expression: ${error.message}` });
  }
}

function keysOf(node: FilterNode): readonly string[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.parts.flatMap(keysOf);
    case 'not':
      return keysOf(node.part);
    default:
      return [node.key];
  }
}

function compile<Row>(node: FilterNode, fields: FieldCatalogue<Row>): RowPredicate<Row> {
  switch (node.kind) {
    case 'and': {
      const parts = node.parts.map((part) => compile(part, fields));
      return (row) => parts.every((part) => part(row));
    }
    case 'or': {
      const parts = node.parts.map((part) => compile(part, fields));
      return (row) => parts.some((part) => part(row));
    }
    case 'not': {
      const part = compile(node.part, fields);
      return (row) => !part(row);
    }
    default:
      return compileCondition(node, fields);
  }
}

function compileCondition<Row>(condition: FilterCondition, fields: FieldCatalogue<Row>): RowPredicate<Row> {
  const read = fields.find(condition.key);
  if (read === undefined) throw unknownKeys([condition.key]);
  const test = valueTest(condition);
  return (row) => {
    const value = read(row);
    return (value !== undefined && test(value)) !== condition.negated;
  };
}

type ValueTest = (value: AttributeValue) => boolean;

function valueTest(node: FilterCondition): ValueTest {
  switch (node.kind) {
    case 'exists':
      return (value) => value !== '';
    case 'in':
      return (value) => node.values.some((candidate) => order(value, candidate) === 0);
    case 'between':
      return (value) => {
        const low = order(value, node.low);
        const high = order(value, node.high);
        return low !== undefined && high !== undefined && low >= 0 && high <= 0;
      };
    case 'compare':
      return comparisonTest(node.comparison, node.value);
  }
}

function comparisonTest(comparison: Comparison, literal: Literal): ValueTest {
  switch (comparison) {
    case '=':
      return (value) => order(value, literal) === 0;
    case '<':
      return (value) => (order(value, literal) ?? 1) < 0;
    case '<=':
      return (value) => (order(value, literal) ?? 1) <= 0;
    case '>':
      return (value) => (order(value, literal) ?? -1) > 0;
    case '>=':
      return (value) => (order(value, literal) ?? -1) >= 0;
    case 'LIKE':
      return pattern(likePattern(String(literal)), 0);
    case 'ILIKE':
      return pattern(likePattern(String(literal)), RE2JS.CASE_INSENSITIVE);
    case 'CONTAINS': {
      const wanted = String(literal).toLowerCase();
      return (value) => String(value).toLowerCase().includes(wanted);
    }
    case 'REGEXP':
      return pattern(String(literal), 0);
  }
}

/** Negative, zero or positive like a comparator; undefined when the two can't be compared. Numbers keep full precision. */
function order(value: AttributeValue, literal: Literal): number | undefined {
  if (typeof value === 'boolean' || typeof literal === 'boolean') {
    return String(value).toLowerCase() === String(literal).toLowerCase() ? 0 : undefined;
  }
  const left = typeof literal === 'string' ? value : numeric(value);
  const right = typeof value === 'string' ? literal : numeric(literal);
  if (left === undefined || right === undefined) return undefined;
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0;
  return left < right ? -1 : left > right ? 1 : 0;
}

function numeric(value: string | number | bigint): number | bigint | undefined {
  if (typeof value !== 'string') return value;
  const number = Number(value);
  return value.trim() === '' || Number.isNaN(number) ? undefined : number;
}

/** The expressions come from a client, so they run on an engine that can't backtrack. */
function pattern(source: string, flags: number): ValueTest {
  try {
    const compiled = RE2JS.compile(source, flags | RE2JS.DOTALL);
    return (value) => compiled.matcher(String(value)).find();
  } catch (error) {
    throw new ToolError('VALIDATION_FAILED', `SigNoz API error: unexpected status 400: invalid pattern: ${String(error)}`);
  }
}

function likePattern(like: string): string {
  const body = Array.from(like, (character) => (character === '%' ? '.*' : character === '_' ? '.' : RE2JS.quote(character)));
  return `^${body.join('')}$`;
}
