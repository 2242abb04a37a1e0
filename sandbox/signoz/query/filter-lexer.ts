/** One piece of a filter expression. A `word` is a key, a keyword or an unquoted value. */
export type Token =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number | bigint }
  | { readonly kind: 'symbol'; readonly text: string };

/** Thrown for an expression that can't be read; the message says where. */
export class FilterSyntaxError extends Error {
  override readonly name = 'FilterSyntaxError';
}

const SPACE = /\s+/y;
const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/y;
const NUMBER = /-?\d+(?:\.\d+)?(?![\w.])/y;
const SYMBOL = /<>|<=|>=|!=|==|[=<>(),[\]]/y;
const WORD = /[A-Za-z_$][\w.$/@:*-]*/y;

/** Cuts a filter expression into tokens. */
export function tokenize(expression: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;

  function take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = position;
    const found = pattern.exec(expression);
    if (found !== null) position += found[0].length;
    return found;
  }

  while (position < expression.length) {
    if (take(SPACE) !== null) continue;
    const quoted = take(QUOTED);
    if (quoted !== null) {
      tokens.push({ kind: 'text', text: (quoted[1] ?? quoted[2] ?? '').replace(/\\(.)/gs, '$1') });
      continue;
    }
    const number = take(NUMBER);
    if (number !== null) {
      tokens.push({ kind: 'number', value: readNumber(number[0]) });
      continue;
    }
    const symbol = take(SYMBOL);
    if (symbol !== null) {
      tokens.push({ kind: 'symbol', text: symbol[0] });
      continue;
    }
    const word = take(WORD);
    if (word === null) throw new FilterSyntaxError(`unexpected character at position ${position}: ${expression.slice(position, position + 10)}`);
    tokens.push({ kind: 'word', text: word[0] });
  }
  return tokens;
}

function readNumber(text: string): number | bigint {
  const value = Number(text);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !text.includes('.') ? BigInt(text) : value;
}
