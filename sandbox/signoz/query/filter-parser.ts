import { FilterSyntaxError, tokenize } from './filter-lexer.ts';
import type { Token } from './filter-lexer.ts';

export type Literal = string | number | bigint | boolean;
export type Comparison = '=' | '<' | '<=' | '>' | '>=' | 'LIKE' | 'ILIKE' | 'CONTAINS' | 'REGEXP';

/** One test of one key. `negated` ones also match rows that lack the key, as the backend's do. */
export type FilterCondition =
  | { readonly kind: 'exists'; readonly key: string; readonly negated: boolean }
  | { readonly kind: 'in'; readonly key: string; readonly negated: boolean; readonly values: readonly Literal[] }
  | { readonly kind: 'between'; readonly key: string; readonly negated: boolean; readonly low: Literal; readonly high: Literal }
  | { readonly kind: 'compare'; readonly key: string; readonly negated: boolean; readonly comparison: Comparison; readonly value: Literal };

/** A parsed filter. */
export type FilterNode =
  | { readonly kind: 'and'; readonly parts: readonly FilterNode[] }
  | { readonly kind: 'or'; readonly parts: readonly FilterNode[] }
  | { readonly kind: 'not'; readonly part: FilterNode }
  | FilterCondition;

const MAX_DEPTH = 50;
const WORD_COMPARISONS: readonly Comparison[] = ['LIKE', 'ILIKE', 'CONTAINS', 'REGEXP'];
const SYMBOL_COMPARISONS: Readonly<Record<string, { readonly comparison: Comparison; readonly negated: boolean }>> = {
  '=': { comparison: '=', negated: false },
  '==': { comparison: '=', negated: false },
  '!=': { comparison: '=', negated: true },
  '<>': { comparison: '=', negated: true },
  '<': { comparison: '<', negated: false },
  '<=': { comparison: '<=', negated: false },
  '>': { comparison: '>', negated: false },
  '>=': { comparison: '>=', negated: false },
};

/** Parses a filter expression; null for an empty one. Throws FilterSyntaxError. */
export function parseFilter(expression: string): FilterNode | null {
  const tokens = tokenize(expression);
  if (tokens.length === 0) return null;
  const cursor = createCursor(tokens);
  const node = parseOr(cursor, 0);
  if (cursor.peek() !== undefined) throw new FilterSyntaxError(`unexpected ${cursor.describe()}`);
  return node;
}

interface Cursor {
  peek(): Token | undefined;
  next(): Token | undefined;
  /** Takes the next token if it is that keyword (any case) or symbol. */
  accept(text: string): boolean;
  expect(text: string): void;
  describe(): string;
}

function createCursor(tokens: readonly Token[]): Cursor {
  let index = 0;
  const cursor: Cursor = {
    peek: () => tokens[index],
    next: () => tokens[index++],
    accept(text) {
      const token = tokens[index];
      const found = (token?.kind === 'word' && token.text.toUpperCase() === text) || (token?.kind === 'symbol' && token.text === text);
      if (found) index += 1;
      return found;
    },
    expect(text) {
      if (!cursor.accept(text)) throw new FilterSyntaxError(`expected ${text} before ${cursor.describe()}`);
    },
    describe() {
      const token = tokens[index];
      if (token === undefined) return 'the end of the expression';
      return token.kind === 'number' ? String(token.value) : `"${token.text}"`;
    },
  };
  return cursor;
}

function parseOr(cursor: Cursor, depth: number): FilterNode {
  const parts = [parseAnd(cursor, depth)];
  while (cursor.accept('OR')) parts.push(parseAnd(cursor, depth));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'or', parts };
}

function parseAnd(cursor: Cursor, depth: number): FilterNode {
  const parts = [parseTerm(cursor, depth)];
  while (cursor.accept('AND')) parts.push(parseTerm(cursor, depth));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'and', parts };
}

function parseTerm(cursor: Cursor, depth: number): FilterNode {
  if (depth > MAX_DEPTH) throw new FilterSyntaxError('too many nested parentheses');
  if (cursor.accept('NOT')) return { kind: 'not', part: parseTerm(cursor, depth + 1) };
  if (!cursor.accept('(')) return parseCondition(cursor);
  const inner = parseOr(cursor, depth + 1);
  cursor.expect(')');
  return inner;
}

function parseCondition(cursor: Cursor): FilterNode {
  const token = cursor.peek();
  if (token?.kind !== 'word') throw new FilterSyntaxError(`expected a key before ${cursor.describe()}`);
  cursor.next();
  const key = token.text;
  const symbol = cursor.peek();
  if (symbol?.kind === 'symbol') {
    const known = SYMBOL_COMPARISONS[symbol.text];
    if (known === undefined) throw new FilterSyntaxError(`expected an operator before ${cursor.describe()}`);
    cursor.next();
    return { kind: 'compare', key, ...known, value: parseLiteral(cursor) };
  }
  const negated = cursor.accept('NOT');
  if (cursor.accept('EXISTS') || cursor.accept('EXIST')) return { kind: 'exists', key, negated };
  if (cursor.accept('IN')) return { kind: 'in', key, negated, values: parseList(cursor) };
  if (cursor.accept('BETWEEN')) {
    const low = parseLiteral(cursor);
    cursor.expect('AND');
    return { kind: 'between', key, negated, low, high: parseLiteral(cursor) };
  }
  const comparison = WORD_COMPARISONS.find((word) => cursor.accept(word));
  if (comparison === undefined) throw new FilterSyntaxError(`expected an operator before ${cursor.describe()}`);
  return { kind: 'compare', key, negated, comparison, value: parseLiteral(cursor) };
}

function parseList(cursor: Cursor): readonly Literal[] {
  const close = cursor.accept('[') ? ']' : ')';
  if (close === ')') cursor.expect('(');
  const values = [parseLiteral(cursor)];
  while (cursor.accept(',')) values.push(parseLiteral(cursor));
  cursor.expect(close);
  return values;
}

function parseLiteral(cursor: Cursor): Literal {
  const token = cursor.peek();
  if (token === undefined || token.kind === 'symbol') throw new FilterSyntaxError(`expected a value before ${cursor.describe()}`);
  cursor.next();
  if (token.kind === 'number') return token.value;
  if (token.kind === 'text') return token.text;
  const lower = token.text.toLowerCase();
  return lower === 'true' || lower === 'false' ? lower === 'true' : token.text;
}
