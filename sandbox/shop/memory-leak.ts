/** Memory that is really taken and never given back: it shows in the process's resident size until somebody kills it. */
export interface Leak {
  grow(bytes: number): void;
  held_bytes(): number;
}

export function createLeak(): Leak {
  const held: Buffer[] = [];
  let total_bytes = 0;
  return {
    grow(bytes) {
      // Filled with something else than zero: untouched pages would not count as resident.
      held.push(Buffer.alloc(bytes, 0x5a));
      total_bytes += bytes;
    },
    held_bytes: () => total_bytes,
  };
}
