/** A number in [0, 1), the same sequence for the same seed and salt (mulberry32). */
export type Random = () => number;

export function createRandom(seed: number, salt: string): Random {
  let state = seed >>> 0;
  for (const character of salt) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** A duration between the two, in milliseconds. */
export function between(random: Random, low_ms: number, high_ms: number): number {
  return low_ms + random() * (high_ms - low_ms);
}
