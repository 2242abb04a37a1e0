const TERMINAL_SEQUENCES = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]/g;
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Direction marks, joiners, fillers and tags: what hides or reorders text before a person's eyes. */
const INVISIBLE = /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

const DIGIT_RUN = /(?<!\d)\d{13,19}(?!\d)/g;
const GROUPED_DIGITS = /(?<!\d)(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?!\d)/g;

export const MAX_TEXT_CHARS = 4096;

/**
 * Text that somebody else's program wrote, made safe to store and show: no terminal sequences, control, direction or
 * invisible characters, card numbers masked but for their last four digits, cut to `max_chars`.
 * `lines: 'join'` makes it one line; `'keep'` keeps line ends and tabs (stack traces need them).
 */
export function cleanText(text: string, options: { readonly lines: 'join' | 'keep'; readonly max_chars?: number } = { lines: 'join' }): string {
  const max_chars = options.max_chars ?? MAX_TEXT_CHARS;
  // Cut twice: before, so that a huge text costs little; after, because that is what the caller asked for.
  const plain = text
    .slice(0, max_chars * 4)
    .toWellFormed()
    .replace(TERMINAL_SEQUENCES, '')
    .replace(LINE_ENDS, '\n')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '');
  const masked = maskCards(options.lines === 'join' ? plain.replace(/[\n\t]+/g, ' ') : plain);
  return masked.length <= max_chars ? masked : `${masked.slice(0, max_chars - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

function maskCards(text: string): string {
  return text.replace(DIGIT_RUN, (run: string, at: number) => (isInsideId(text, at, at + run.length) ? run : mask(run))).replace(GROUPED_DIGITS, mask);
}

/** Trace and span ids are hexadecimal and often hold a long run of digits: masking it would break the id. */
function isInsideId(text: string, start: number, end: number): boolean {
  const before = /[0-9a-f]*$/i.exec(text.slice(Math.max(0, start - 64), start))?.[0] ?? '';
  const after = /^[0-9a-f]*/i.exec(text.slice(end, end + 64))?.[0] ?? '';
  const token_chars = before.length + (end - start) + after.length;
  return before.length + after.length > 0 && (token_chars === 16 || token_chars === 32 || token_chars === 64);
}

function mask(run: string): string {
  const digits = run.replace(/\D/g, '');
  return digits[0] !== '0' && hasCardChecksum(digits) ? `[card …${digits.slice(-4)}]` : run;
}

/** Luhn: every card number has it, nine in ten other numbers (times, ids) do not. */
function hasCardChecksum(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const weighted = i % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}
