import type { Breakers } from './breaker.ts';
import type { Refusals } from './refusals.ts';

/** What all effects of one gate share. */
export interface EffectParts {
  readonly breakers: Breakers;
  readonly refusals: Refusals;
}
