import { AtlasError, toAtlasError } from '../../core/error.ts';

/** What an SQLite failure means for whoever asked. */
export type SqliteTrouble = 'busy' | 'full' | 'io' | 'damaged' | 'readonly' | 'other';

const TROUBLE_OF_CODE: Readonly<Record<number, SqliteTrouble>> = {
  5: 'busy',
  6: 'busy',
  8: 'readonly',
  10: 'io',
  11: 'damaged',
  13: 'full',
  14: 'io',
  26: 'damaged',
};

/** null when it was not SQLite that failed. */
export function sqliteTrouble(error: unknown): SqliteTrouble | null {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return null;
  // The low byte is the primary result code; the rest says more precisely where.
  return TROUBLE_OF_CODE[error.errcode & 0xff] ?? 'other';
}

/** A failed write as an AtlasError: nothing was acknowledged, and trying again later is right when the disk may recover. */
export function storeError(error: unknown): AtlasError {
  const trouble = sqliteTrouble(error);
  if (trouble === null) return toAtlasError(error);
  const message = error instanceof Error ? error.message : String(error);
  return new AtlasError('INTERNAL_ERROR', `the ledger could not be written (${trouble}): ${message}`, {
    retryable: trouble === 'busy' || trouble === 'full' || trouble === 'io',
    details: { trouble },
    certainty: trouble === 'io' ? 'ambiguous' : 'refused',
    cause: error,
  });
}
