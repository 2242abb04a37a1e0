/** Polls until `look` gives something else than null; fails after the limit, which is generous because machines are shared. */
export async function until<T>(what: string, look: () => Promise<T | null> | T | null, limit_ms = 20_000): Promise<T> {
  const deadline_ms = performance.now() + limit_ms;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline_ms) throw new Error(`waited ${limit_ms} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
