import { AtlasError } from '../../core/error.ts';

/** jira.js puts the key into the path as it is: anything but a key or an id would reach another address. */
export function checkedKey(key: string): string {
  if (!/^(?:[A-Z][A-Z0-9_]{1,30}-\d{1,12}|\d{1,18})$/.test(key)) throw new AtlasError('VALIDATION_ERROR', 'jira: not the key of an issue');
  return key;
}

/** Labels must not hold spaces, and ours go into JQL in quotes. */
export function checkedLabel(label: string): string {
  if (!/^[\p{L}\p{N}_.:-]{1,255}$/u.test(label)) throw new AtlasError('VALIDATION_ERROR', 'jira: not a usable label');
  return label;
}

/** One line of at most 255 characters; Jira refuses anything else. */
export function summaryLine(summary: string): string {
  const line = summary.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  if (line === '') throw new AtlasError('VALIDATION_ERROR', 'jira: an empty summary');
  return line.length <= 255 ? line : `${line.slice(0, 254).replace(/[\ud800-\udbff]$/, '')}…`;
}
