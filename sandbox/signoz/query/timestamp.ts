/** Nanoseconds since the epoch as RFC 3339 with as many decimals as needed, the way Go's encoder writes a time. */
export function formatTimestamp(unix_ns: bigint): string {
  const seconds = new Date(Number(unix_ns / 1_000_000_000n) * 1000).toISOString().slice(0, 19);
  const fraction = String(unix_ns % 1_000_000_000n).padStart(9, '0').replace(/0+$/, '');
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`;
}
