import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { REST, RESTOptions } from 'discord.js';

export type RestConstructor = new (options: Partial<RESTOptions>) => REST;

/**
 * The REST class of discord.js without the rest of it: builders, caches and gateway cost every agent 20 MB that only a
 * gateway client needs, and its build for the platform's own fetch spares a second HTTP stack (8 MB). It is found from
 * where discord.js stands, so the version is the one that discord.js pins.
 */
export function loadRest(): RestConstructor {
  const from_discord = createRequire(createRequire(import.meta.url).resolve('discord.js'));
  const usual = from_discord.resolve('@discordjs/rest');
  const on_fetch = join(dirname(usual), 'web.js');
  const loaded: unknown = from_discord(existsSync(on_fetch) ? on_fetch : usual);
  if (!holdsRest(loaded)) throw new Error('discord.js without its REST class');
  return loaded.REST;
}

function holdsRest(module: unknown): module is { readonly REST: RestConstructor } {
  return typeof module === 'object' && module !== null && 'REST' in module && typeof module.REST === 'function';
}
