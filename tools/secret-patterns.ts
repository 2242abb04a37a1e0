/** One place in a text that looks like a secret. The value itself is never part of it. */
export interface SecretFinding {
  readonly line: number;
  readonly kind: string;
}

/** Forms that vendors give their secrets. A hit is a hit, whatever the file. */
const SHAPES: readonly (readonly [kind: string, pattern: RegExp])[] = [
  ['private key', /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/],
  ['AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ['Atlassian API token', /\bATATT3[A-Za-z0-9_=-]{40,}/],
  ['Discord bot token', /\b[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,45}\b/],
  ['Discord webhook', /discord(?:app)?\.com\/api\/(?:v\d+\/)?webhooks\/\d{17,20}\/[A-Za-z0-9_-]{60,}/],
  ['GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})/],
  ['Slack token', /\bxox[abprs]-[A-Za-z0-9-]{20,}/],
  ['Google API key', /\bAIza[0-9A-Za-z_-]{35}\b/],
  ['model provider key', /\bsk-(?:ant-|proj-)?[A-Za-z0-9_-]{32,}/],
  ['npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['JSON web token', /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}/],
  ['password in an address', /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@'"`<>{}$]{1,60}:[^\s/:@'"`<>{}$]{8,60}@/],
];

const ASSIGNED = /(?:password|passwd|secret|token|api[_-]?key|credential)s?["']?\s*[:=]\s*["'`]?([A-Za-z0-9+/_=-]{20,})["'`]?/gi;
const LEAST_BITS_PER_CHARACTER = 3.6;
const LEAST_SWITCHES = 3;

/** A line with this remark holds a made-up value that a test needs. */
const MADE_UP = /secret-scan: made up/;

/** Where `text` seems to hold a secret, first line is 1. Pure. */
export function findSecrets(text: string): readonly SecretFinding[] {
  return text.split('\n').flatMap((content, index) => {
    if (MADE_UP.test(content)) return [];
    const shape = SHAPES.find(([, pattern]) => pattern.test(content));
    const kind = shape?.[0] ?? (assignsRandomText(content) ? 'assigned random text' : null);
    return kind === null ? [] : [{ line: index + 1, kind }];
  });
}

function assignsRandomText(line: string): boolean {
  return [...line.matchAll(ASSIGNED)].some(([, value]) => {
    // Names and paths are words with a number at most; a secret goes to and fro between letters and digits and repeats little.
    return value !== undefined && switches(value) >= LEAST_SWITCHES && bitsPerCharacter(value) >= LEAST_BITS_PER_CHARACTER;
  });
}

function switches(text: string): number {
  return [...text.matchAll(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)].length;
}

function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}
