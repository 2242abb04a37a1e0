import { badParameter } from './tool-error.ts';

/** The arguments of a call as they came; nothing about them is certain. */
export type ToolArguments = Readonly<Record<string, unknown>>;

/** Half-open interval [start_ms, end_ms) of epoch milliseconds. */
export interface QueryWindow {
  readonly start_ms: number;
  readonly end_ms: number;
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A text argument; empty when it is absent or not a text. */
export function readText(args: ToolArguments, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}

/** A text argument that must be there. */
export function readRequiredText(args: ToolArguments, name: string, hint: string): string {
  const value = args[name];
  if (value !== undefined && typeof value !== 'string') throw badParameter(name, 'must be a string');
  if (value === undefined || value.trim() === '') throw badParameter(name, `is required. ${hint}`);
  return value;
}

/** A whole number, as a number or as decimal text; out-of-range and unreadable values fall back or are clamped, as the server does. */
export function readInteger(args: ToolArguments, name: string, limits: { readonly fallback: number; readonly min: number; readonly max: number }): number {
  const value = args[name];
  if (typeof value !== 'number' && typeof value !== 'string') return limits.fallback;
  const number = Number(value);
  if (String(value).trim() === '') return limits.fallback;
  if (!Number.isInteger(number)) throw badParameter(name, `must be a whole number, got "${value}"`);
  return number < limits.min ? limits.fallback : Math.min(number, limits.max);
}

/** A boolean, or its text; undefined when absent. */
export function readFlag(args: ToolArguments, name: string): boolean | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  const text = typeof value === 'boolean' || typeof value === 'string' ? String(value).toLowerCase() : '';
  if (text !== 'true' && text !== 'false') throw badParameter(name, 'must be a boolean (true or false)');
  return text === 'true';
}

/** A list of names: an array, or one text with commas. */
export function readNames(args: ToolArguments, name: string): readonly string[] {
  const value = args[name];
  const parts = Array.isArray(value) ? value.map(String) : readText(args, name).split(',');
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/** The interval that a call asks for: `start` and `end` when both are given, else `timeRange` before `now_ms`. */
export function readWindow(args: ToolArguments, default_range: string, now_ms: number): QueryWindow {
  const start_ms = readInstant(args, 'start');
  const end_ms = readInstant(args, 'end');
  if (start_ms !== undefined && end_ms !== undefined) {
    if (start_ms >= end_ms) throw badParameter('start', 'must be before "end"');
    return { start_ms, end_ms };
  }
  const range = readText(args, 'timeRange') || default_range;
  const found = /^(\d+)([smhd])$/.exec(range);
  const unit_ms = UNIT_MS[found?.[2] ?? ''];
  if (unit_ms === undefined) throw badParameter('timeRange', `is invalid ("${range}"). Use <number><unit> with m, h or d, e.g. "30m"`);
  return { start_ms: now_ms - Number(found?.[1]) * unit_ms, end_ms: now_ms };
}

function readInstant(args: ToolArguments, name: string): number | undefined {
  const value = args[name];
  if (value === undefined || value === null || value === '') return undefined;
  const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN;
  if (!Number.isFinite(number) || number <= 0) throw badParameter(name, 'must be a unix timestamp in milliseconds');
  return toMilliseconds(number);
}

/** Seconds, microseconds and nanoseconds are told from milliseconds by their size. */
function toMilliseconds(instant: number): number {
  if (instant < 1e11) return instant * 1000;
  if (instant < 1e14) return instant;
  return instant < 1e17 ? instant / 1000 : instant / 1e6;
}
