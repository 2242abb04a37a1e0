import { RE2JS } from 're2js';
import { z } from 'zod';

/** A pattern that cannot hang us: RE2 takes linear time and refuses what it could not promise that for. */
export const re2Pattern = z
  .string()
  .min(1)
  .refine(compiles, { error: 'expected an RE2 pattern (no look-around, no back-references)' })
  .meta({ description: 'RE2 pattern, case-insensitive.' });

function compiles(pattern: string): boolean {
  try {
    RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    return true;
  } catch {
    return false;
  }
}
