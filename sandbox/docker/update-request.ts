import { z } from 'zod';
import type { ContainerState } from './container-spec.ts';

const UpdateBody = z.looseObject({ Memory: z.int().min(0).optional(), MemorySwap: z.int().min(-1).optional() });

export type Update =
  | { readonly ok: true; readonly memory_bytes: number; readonly swap_bytes: number }
  | { readonly ok: false; readonly status: number; readonly reason: string };

/** Reads a memory update (bytes) and applies the daemon's rule that memory may not exceed memory plus swap. */
export function parseUpdate(body: string, state: ContainerState): Update {
  let raw: unknown;
  try {
    raw = JSON.parse(body);
  } catch {
    return { ok: false, status: 400, reason: 'invalid JSON' };
  }
  const parsed = UpdateBody.safeParse(raw);
  if (!parsed.success) return { ok: false, status: 400, reason: 'invalid update' };
  const memory_bytes = parsed.data.Memory ?? state.memory_limit_bytes;
  const swap_bytes = parsed.data.MemorySwap ?? state.memory_swap_bytes;
  if (swap_bytes !== -1 && memory_bytes > swap_bytes) {
    return { ok: false, status: 409, reason: 'Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time' };
  }
  return { ok: true, memory_bytes, swap_bytes };
}
