const DISCORD_EPOCH_MS = 1_420_070_400_000n;

/** Ids like Discord's: the time in the upper bits, a counter below; as text, and every one larger than the last. */
export function createSnowflakes(now: () => number): () => string {
  let last = 0n;
  return () => {
    const earliest = (BigInt(Math.floor(now())) - DISCORD_EPOCH_MS) << 22n;
    last = earliest > last ? earliest : last + 1n;
    return String(last);
  };
}

/** Orders two ids by age: negative when the left one is older. */
export function compareSnowflakes(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0);
}

export function isSnowflake(text: string): boolean {
  return /^(0|[1-9]\d{0,19})$/.test(text);
}
