import { z } from 'zod';
import { name, secret } from '../../core/config-primitives.ts';

export const redisSettings = z.strictObject({
  url: secret.meta({ description: 'A secret because it may hold a password.' }),
  prefix: name.meta({ description: 'Of every key: deployments that share a Redis do not see each other.' }),
});
