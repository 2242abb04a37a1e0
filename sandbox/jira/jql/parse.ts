import { jqlRefusal, jqlTokens, type Token } from './tokens.ts';

export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'empty' };

export type Operator = '=' | '!=' | '~' | '!~' | '>' | '>=' | '<' | '<=' | 'in' | 'not in' | 'is' | 'is not';

export type Clause =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Clause[] }
  | { readonly kind: 'not'; readonly part: Clause }
  | { readonly kind: 'test'; readonly field: string; readonly operator: Operator; readonly values: readonly Value[] };

export interface Order {
  readonly field: string;
  readonly descending: boolean;
}

export interface Query {
  /** null: nothing restricts the search. */
  readonly where: Clause | null;
  readonly order: readonly Order[];
}

const COMPARISONS: readonly Operator[] = ['=', '!=', '~', '!~', '>', '>=', '<', '<='];

/** Parses the subset of JQL that the sandbox understands; throws a Refusal with Jira's kind of message for the rest. */
export function parseJql(jql: string): Query {
  const tokens = jqlTokens(jql);
  let next = 0;

  function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
    return token?.kind === 'word' && words.includes(token.text.toLowerCase());
  }
  function takeWord(...words: readonly string[]): boolean {
    if (!isWord(tokens[next], ...words)) return false;
    next += 1;
    return true;
  }
  function takeSymbol(text: string): boolean {
    const token = tokens[next];
    if (token?.kind !== 'symbol' || token.text !== text) return false;
    next += 1;
    return true;
  }
  function unexpected(expected: string): never {
    const token = tokens[next];
    throw jqlRefusal(`Expecting ${expected} but got '${token?.text ?? 'the end of the query'}'.`, token?.at ?? jql.length);
  }

  function either(): Clause {
    const parts = [both()];
    while (takeWord('or')) parts.push(both());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'or', parts };
  }
  function both(): Clause {
    const parts = [unary()];
    while (takeWord('and')) parts.push(unary());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'and', parts };
  }
  function unary(): Clause {
    if (takeWord('not')) return { kind: 'not', part: unary() };
    if (takeSymbol('(')) {
      const inner = either();
      if (!takeSymbol(')')) unexpected("')'");
      return inner;
    }
    return test();
  }
  function test(): Clause {
    const field = name('a field name');
    const operator = anOperator();
    if (operator === 'in' || operator === 'not in') return { kind: 'test', field, operator, values: list() };
    return { kind: 'test', field, operator, values: [value()] };
  }
  function name(expected: string): string {
    const token = tokens[next];
    if (token === undefined || token.kind === 'symbol' || isWord(token, 'and', 'or', 'order')) unexpected(expected);
    next += 1;
    return token.text.toLowerCase();
  }
  function anOperator(): Operator {
    for (const operator of COMPARISONS) if (takeSymbol(operator)) return operator;
    if (takeWord('in')) return 'in';
    if (takeWord('is')) return takeWord('not') ? 'is not' : 'is';
    if (isWord(tokens[next], 'not') && isWord(tokens[next + 1], 'in')) {
      next += 2;
      return 'not in';
    }
    return unexpected("operator before the end of the query. The valid operators are '=', '!=', '<', '>', '<=', '>=', '~', '!~', 'IN', 'NOT IN', 'IS' and 'IS NOT'");
  }
  function list(): readonly Value[] {
    if (!takeSymbol('(')) unexpected("'('");
    const values = [value()];
    while (takeSymbol(',')) values.push(value());
    if (!takeSymbol(')')) unexpected("')' or ','");
    return values;
  }
  function value(): Value {
    const token = tokens[next];
    if (token === undefined || token.kind === 'symbol') return unexpected('either a value, list or function');
    next += 1;
    if (token.kind === 'quoted') return { kind: 'text', text: token.text };
    if (takeSymbol('(')) {
      if (!takeSymbol(')')) unexpected("')'");
      return { kind: 'call', name: token.text.toLowerCase() };
    }
    return ['empty', 'null'].includes(token.text.toLowerCase()) ? { kind: 'empty' } : { kind: 'text', text: token.text };
  }
  function ordering(): readonly Order[] {
    if (!takeWord('order')) return [];
    if (!takeWord('by')) unexpected("'by'");
    const order: Order[] = [];
    do {
      const field = name('a field name');
      order.push({ field, descending: takeWord('desc') || (takeWord('asc'), false) });
    } while (takeSymbol(','));
    return order;
  }

  const where = tokens.length === 0 || isWord(tokens[0], 'order') ? null : either();
  const order = ordering();
  if (next < tokens.length) unexpected("either 'OR' or 'AND'");
  return { where, order };
}
