/** More new alerts in an hour than this, and new messages pause for so long. */
export interface StormRules {
  readonly max_per_hour: number;
  readonly pause_s: number;
}

/**
 * The pause that is on now, or null. It starts with the alert that is one too many and lasts `pause_s`; then messages go on,
 * until there are again too many within an hour after that.
 */
export function stormPause(announced_ms: readonly number[], now_ms: number, rules: StormRules): { readonly since_ms: number; readonly until_ms: number } | null {
  let counted: readonly number[] = [];
  let since_ms = Number.NEGATIVE_INFINITY;
  for (const at of announced_ms.toSorted((a, b) => a - b)) {
    counted = [...counted.filter((earlier) => earlier > at - 3_600_000), at];
    if (counted.length < rules.max_per_hour) continue;
    since_ms = at;
    counted = [];
  }
  const until_ms = since_ms + rules.pause_s * 1000;
  return now_ms < until_ms ? { since_ms, until_ms } : null;
}
