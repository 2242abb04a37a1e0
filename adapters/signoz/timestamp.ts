import { AtlasError } from '../../core/error.ts';

/** Epoch milliseconds of what a row gives as its time: RFC 3339 with up to nine decimals, or epoch nanoseconds or milliseconds as number or digits. */
export function timestampMs(value: unknown): number {
  const number = typeof value === 'number' ? value : typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : null;
  // Milliseconds have 13 digits until the year 2286, nanoseconds 19.
  const ms = number === null ? Date.parse(typeof value === 'string' ? value : '') : number > 1e16 ? number / 1e6 : number;
  if (!Number.isFinite(ms)) throw new AtlasError('VALIDATION_ERROR', 'signoz: a row without a readable time');
  return ms;
}
