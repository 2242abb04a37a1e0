import { z } from 'zod';
import { Secret } from './secret.ts';

/** Building blocks of every settings file: adapters describe their own section with them. Each number says its unit in its key. */
export const seconds = z.number().positive().max(30 * 86_400);
export const ratio = z.number().min(0).max(1);
export const count = z.number().int().min(0);
export const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'expected a lower-case name of letters, digits, ".", "_" or "-"');
export const httpUrl = z.url({ protocol: /^https?$/, error: 'expected an http:// or https:// address' });
export const httpUrlOrNone = z.union([httpUrl, z.literal('')]);

/** Empty means "not given": an optional integration can then say so in one place. */
export const secret = z
  .string()
  .transform((text) => new Secret(text))
  .meta({ description: `Comes from the environment: write "\${NAME}", never the value.` });

/** A Discord id (a number with more digits than JSON keeps), or empty. */
export function snowflake(of: string) {
  return z.string().regex(/^\d{0,20}$/, `expected the numeric id of a Discord ${of}`);
}
