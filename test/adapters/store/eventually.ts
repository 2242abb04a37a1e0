/** Polls until `check` gives a value that is neither null, undefined nor false; throws when that takes too long. */
export async function eventually<T>(what: string, check: () => T | Promise<T>, limit_ms = 20_000): Promise<NonNullable<T>> {
  const end = performance.now() + limit_ms;
  for (;;) {
    const value = await check();
    if (value !== null && value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`not within ${limit_ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
