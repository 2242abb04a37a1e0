import type { SharedState } from '../agents/state.ts';
import type { Clock } from '../core/ports.ts';

/** How long agents have to finish what is under way. */
const END_WITHIN_MS = 7_000;

/** Ends every agent of the deployment: atlas first, so that it does not start the others again. */
export async function stopTeam(state: SharedState, clock: Clock): Promise<void> {
  const beats = await state.heartbeats.all();
  const order = [...beats.filter((beat) => beat.agent === 'atlas'), ...beats.filter((beat) => beat.agent !== 'atlas')];
  for (const { holder } of order) if (state.isAlive(holder)) kill(holder.pid, 'SIGTERM');
  const end_ms = clock.monotonic_ms() + END_WITHIN_MS;
  while (clock.monotonic_ms() < end_ms && order.some(({ holder }) => state.isAlive(holder))) await clock.sleep(100);
  for (const { holder } of order) if (state.isAlive(holder)) kill(holder.pid, 'SIGKILL');
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It went by itself.
  }
}
