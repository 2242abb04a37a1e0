import { Refusal } from '../refusal.ts';
import type { Value } from './parse.ts';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const ABSOLUTE = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d{2}))?$/;
const RELATIVE = /^([+-]?)((?:\d+[mhdw] ?)+)$/;

/** The instant that a JQL date means, in epoch ms, read in UTC (the site's time zone); throws a Refusal for a text that Jira can't read. */
export function jqlDate(value: Value, field: string, now: number): number {
  if (value.kind === 'call') {
    if (value.name === 'now') return now;
    if (value.name === 'startofday') return now - (now % 86_400_000);
    throw new Refusal(400, [`Unable to find JQL function '${value.name}()'.`]);
  }
  const text = value.kind === 'text' ? value.text : '';
  const relative = RELATIVE.exec(text);
  if (relative !== null) {
    const span_ms = (relative[2] ?? '').trim().split(' ').reduce((sum, part) => sum + Number(part.slice(0, -1)) * (UNIT_MS[part.slice(-1)] ?? 0), 0);
    return now + (relative[1] === '-' ? -span_ms : span_ms);
  }
  const absolute = ABSOLUTE.exec(text);
  if (absolute !== null) {
    const [, year, month, day, hour, minute] = absolute;
    return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0));
  }
  throw new Refusal(400, [
    `Date value '${text}' for field '${field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
  ]);
}
