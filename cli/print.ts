import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Colours only for a terminal, and never with NO_COLOR. */
export function paint(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function sayJson(value: unknown): void {
  say(JSON.stringify(value, null, 2));
}

/** Columns as wide as their widest cell. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))));
  const line = (row: readonly string[]): string => row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join('  ').trimEnd();
  return [paint('bold', line(header)), widths.map((n) => '─'.repeat(n)).join('──'), ...rows.map(line)].join('\n');
}

/** Korean and other wide characters take two columns. */
function width(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u1100-\u11ff\u3000-\u9fff\uac00-\ud7af\uff00-\uff60]/.test(character) ? 2 : 1), 0);
}
