import type { EffectRow } from '../core/effect.ts';

/** Everything that the next step of one effect depends on. */
export interface EffectSituation {
  readonly row: EffectRow | null;
  readonly now_ms: number;
  /** Who holds the attempt under way: another living process; anybody else (this process without remembering it, or a dead one) counts as lost. */
  readonly holder: 'alive_elsewhere' | 'lost';
  readonly has_lookup: boolean;
  /** Has so much time passed since the attempt of unknown outcome that a lookup's "not there" can be believed? */
  readonly absence_counts: boolean;
  readonly max_attempts: number;
}

export type EffectStep =
  | { readonly step: 'return_done' }
  | { readonly step: 'return_refused' }
  | { readonly step: 'wait'; readonly reason: 'backoff' | 'under_way'; readonly not_before: string | null }
  /** The attempt under way has lost its process: what it did is unknown. */
  | { readonly step: 'mark_ambiguous' }
  | { readonly step: 'lookup'; readonly if_absent: 'wait' | 'perform' | 'give_up' }
  | { readonly step: 'perform'; readonly attempt: number }
  | { readonly step: 'give_up' };

/**
 * What is to be done next for one effect. Pure.
 * An attempt whose outcome is unknown is never performed again before a lookup said that it did not happen and that "no" counts;
 * only effects that may be repeated have no lookup.
 */
export function decideEffect(situation: EffectSituation): EffectStep {
  const { row, now_ms, holder, has_lookup, absence_counts, max_attempts } = situation;
  if (row === null) return { step: 'perform', attempt: 1 };
  const spent = row.attempts >= max_attempts;
  switch (row.status) {
    case 'done':
      return { step: 'return_done' };
    case 'refused':
      return { step: 'return_refused' };
    case 'dry_run':
      return { step: 'perform', attempt: row.attempts + 1 };
    case 'intended':
      if (isAhead(row.not_before, now_ms)) return { step: 'wait', reason: 'backoff', not_before: row.not_before };
      return { step: 'perform', attempt: row.attempts + 1 };
    case 'attempted':
      if (holder === 'alive_elsewhere') return { step: 'wait', reason: 'under_way', not_before: null };
      return { step: 'mark_ambiguous' };
    case 'ambiguous':
      if (has_lookup) return { step: 'lookup', if_absent: absence_counts ? (spent ? 'give_up' : 'perform') : 'wait' };
      if (isAhead(row.not_before, now_ms)) return { step: 'wait', reason: 'backoff', not_before: row.not_before };
      return spent ? { step: 'give_up' } : { step: 'perform', attempt: row.attempts + 1 };
  }
}

function isAhead(not_before: string | null, now_ms: number): boolean {
  return not_before !== null && Date.parse(not_before) > now_ms;
}
