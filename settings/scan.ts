import JSON5 from 'json5';

export const MAX_DEPTH = 32;

export interface ScanProblem {
  readonly line: number;
  readonly path: readonly (string | number)[];
  readonly expected: string;
  readonly got: string;
}

export interface Scan {
  readonly problems: readonly ScanProblem[];
  /** Line of each key, by `JSON.stringify(path)`. */
  readonly lines: ReadonlyMap<string, number>;
  readonly too_deep: boolean;
}

interface Frame {
  readonly object: boolean;
  readonly keys: Set<string>;
  /** In an object: the key that is being given a value; in an array: the index. */
  at: string | number;
  expects_key: boolean;
}

/** Keys that mean something to the language itself. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export function isForbiddenKey(key: string): boolean {
  return FORBIDDEN_KEYS.has(key);
}

/**
 * Strings, comments, identifiers and numbers, punctuation, line ends: all that is needed to tell keys from values. What is
 * never closed is one token to the end, so that no text is walked more than once.
 */
const TOKEN = /"(?:\\[\s\S]?|[^"\\]+)*"?|'(?:\\[\s\S]?|[^'\\]+)*'?|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?(?:\*\/|$)|[\p{L}\p{N}_$\\+.\-\u200c\u200d]+|[{}[\]:,]|\n/gu;

/**
 * Walks a text before it is parsed: how deep it goes, and what the parser would swallow in silence (keys that stand twice,
 * keys that reach prototypes). Text that is no JSON5 may give nonsense here; the parser says so afterwards.
 */
export function scan(text: string): Scan {
  const problems: ScanProblem[] = [];
  const lines = new Map<string, number>();
  const stack: Frame[] = [];
  let line = 1;
  for (const [token] of text.matchAll(TOKEN)) {
    const frame = stack.at(-1);
    if (token === '\n') line += 1;
    else if (token.startsWith('//')) continue;
    else if (token.startsWith('/*')) line += countLines(token);
    else if (token === '{' || token === '[') {
      if (stack.length >= MAX_DEPTH) return { problems, lines, too_deep: true };
      stack.push({ object: token === '{', keys: new Set(), at: token === '{' ? '' : 0, expects_key: token === '{' });
    } else if (token === '}' || token === ']') stack.pop();
    else if (token === ':') {
      if (frame !== undefined) frame.expects_key = false;
    } else if (token === ',') {
      if (frame?.object === true) frame.expects_key = true;
      else if (typeof frame?.at === 'number') frame.at += 1;
    } else {
      if (frame?.object === true && frame.expects_key) seeKey(keyOf(token), frame);
      line += countLines(token);
    }
  }
  return { problems, lines, too_deep: false };

  function seeKey(key: string, frame: Frame): void {
    frame.at = key;
    const path = stack.map((one) => one.at);
    if (isForbiddenKey(key)) problems.push({ line, path, expected: 'a key that means nothing to the language', got: JSON.stringify(key) });
    else if (frame.keys.has(key)) problems.push({ line, path, expected: 'each key once', got: 'the same key again' });
    frame.keys.add(key);
    lines.set(JSON.stringify(path), line);
  }
}

function keyOf(token: string): string {
  if (!/^["']|\\/.test(token)) return token;
  try {
    const parsed: unknown = JSON5.parse(/^["']/.test(token) ? token : `{${token}: 0}`);
    return typeof parsed === 'string' ? parsed : (Object.getOwnPropertyNames(parsed)[0] ?? token);
  } catch {
    return token;
  }
}

function countLines(text: string): number {
  return text.split('\n').length - 1;
}
