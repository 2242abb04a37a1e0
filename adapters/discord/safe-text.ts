const TERMINAL_SEQUENCES = /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g;
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const INVISIBLE = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
/** Nobody sees it; it keeps two characters from meaning something together. */
const BREAK = '\u200b';

/**
 * Text that can neither call anybody nor hide where a link leads: mentions, channel, command, time and emoji tags and
 * markdown links show as what was written. It may be a little longer than what came in, so cut afterwards.
 */
export function safeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(TERMINAL_SEQUENCES, '')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '')
    .replace(/@(?=everyone|here)/gi, `@${BREAK}`)
    .replace(/<(?=[@#/:]|t:|a:|id:)/gi, `<${BREAK}`)
    .replace(/\](?=[([:])/g, `]${BREAK}`);
}

/** At most `max_chars` UTF-16 units, ending with an ellipsis where something was cut, never in the middle of a character. */
export function cutTo(text: string, max_chars: number): string {
  if (text.length <= max_chars) return text;
  if (max_chars <= 0) return '';
  return `${text.slice(0, max_chars - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
