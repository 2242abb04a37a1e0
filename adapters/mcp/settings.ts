import { z } from 'zod';
import { httpUrl, secret } from '../../core/config-primitives.ts';

/** Where an MCP server is: an HTTP endpoint, or an installed program that is started on first use. */
export const mcpServerSettings = z.union([
  z.strictObject({ url: httpUrl, headers: z.record(z.string(), secret).default({}) }),
  z.strictObject({
    command: z.string().min(1).meta({ description: 'A pinned program that is installed already; `npx -y` and the like are refused.' }),
    args: z.array(z.string()).default([]),
    env: z.record(z.string(), secret).default({}),
  }),
]);
