import { systemClock } from '../adapters/host/clock.ts';
import { openState, type SharedState } from '../agents/state.ts';
import type { Deployment } from './deployment.ts';

/** Opens the deployment's state for a person's command, and closes it whatever happens. */
export async function withState<T>(deployment: Deployment, use: (state: SharedState) => Promise<T>): Promise<T> {
  const state = openState({ ...deployment, actor: 'operator', clock: systemClock() });
  try {
    return await use(state);
  } finally {
    state.close();
  }
}
