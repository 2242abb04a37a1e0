import { describe, expect, it } from 'vitest';
import { stormPause } from '../../core/storm.ts';
import { MINUTE_MS, NOON_MS } from './builders.ts';

const RULES = { max_per_hour: 10, pause_s: 900 };

function minutes(...of: readonly number[]): readonly number[] {
  return of.map((minute) => NOON_MS + minute * MINUTE_MS);
}

const TEN = minutes(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);

describe('an alert storm', () => {
  it('pauses new messages for 15 minutes after the tenth alert in an hour', () => {
    const pause = { since_ms: NOON_MS + 9 * MINUTE_MS, until_ms: NOON_MS + 24 * MINUTE_MS };
    expect(stormPause(TEN.slice(0, 9), NOON_MS + 9 * MINUTE_MS, RULES)).toBeNull();
    expect(stormPause(TEN, NOON_MS + 9 * MINUTE_MS, RULES)).toEqual(pause);
    expect(stormPause(TEN.toReversed(), NOON_MS + 24 * MINUTE_MS - 1, RULES)).toEqual(pause);
    expect(stormPause(TEN, NOON_MS + 24 * MINUTE_MS, RULES)).toBeNull();
  });

  it('is none when the alerts are spread over more than an hour', () => {
    expect(stormPause(minutes(0, 20, 40, 60, 80, 100, 120, 140, 160, 180), NOON_MS + 180 * MINUTE_MS, RULES)).toBeNull();
    expect(stormPause([...TEN.slice(0, 9), ...minutes(60)], NOON_MS + 60 * MINUTE_MS, RULES)).toBeNull();
    expect(stormPause([], NOON_MS, RULES)).toBeNull();
  });

  it('that is over counts afresh: one more message does not pause again', () => {
    const after = [...TEN, ...minutes(25)];
    expect(stormPause(after, NOON_MS + 26 * MINUTE_MS, RULES)).toBeNull();
    const again = [...TEN, ...minutes(25, 26, 27, 28, 29, 30, 31, 32, 33, 34)];
    expect(stormPause(again, NOON_MS + 35 * MINUTE_MS, RULES)?.since_ms).toBe(NOON_MS + 34 * MINUTE_MS);
  });
});
