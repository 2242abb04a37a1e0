import { Refusal } from '../refusal.ts';

export type Token =
  | { readonly kind: 'word' | 'quoted'; readonly text: string; readonly at: number }
  | { readonly kind: 'symbol'; readonly text: string; readonly at: number };

const SYMBOLS = ['!=', '!~', '>=', '<=', '=', '~', '>', '<', '(', ')', ','];
const WORD_END = /[\s()=!<>~,"']/;

export function jqlRefusal(text: string, at: number): Refusal {
  return new Refusal(400, [`Error in the JQL Query: ${text} (line 1, character ${at + 1})`]);
}

/** Cuts a JQL text into words, quoted strings and symbols; throws a Refusal where a quote is not closed. */
export function jqlTokens(jql: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < jql.length) {
    const here = jql.charAt(at);
    if (/\s/.test(here)) {
      at += 1;
      continue;
    }
    if (here === '"' || here === "'") {
      const end = closingQuote(jql, at);
      tokens.push({ kind: 'quoted', text: jql.slice(at + 1, end).replace(/\\(.)/g, '$1'), at });
      at = end + 1;
      continue;
    }
    const symbol = SYMBOLS.find((candidate) => jql.startsWith(candidate, at));
    if (symbol !== undefined) {
      tokens.push({ kind: 'symbol', text: symbol, at });
      at += symbol.length;
      continue;
    }
    let end = at;
    while (end < jql.length && !WORD_END.test(jql.charAt(end))) end += 1;
    if (end === at) throw jqlRefusal(`The character '${here}' is a reserved JQL character. You must enclose it in a string or use the escape '\\u0021' instead.`, at);
    tokens.push({ kind: 'word', text: jql.slice(at, end), at });
    at = end;
  }
  return tokens;
}

function closingQuote(jql: string, start: number): number {
  const quote = jql.charAt(start);
  for (let at = start + 1; at < jql.length; at += 1) {
    if (jql.charAt(at) === '\\') at += 1;
    else if (jql.charAt(at) === quote) return at;
  }
  throw jqlRefusal(`The quoted string '${jql.slice(start + 1)}' has not been completed.`, start);
}
