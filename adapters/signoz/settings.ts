import { z } from 'zod';
import { httpUrlOrNone, name, seconds } from '../../core/config-primitives.ts';

export const signozSettings = z.strictObject({
  mcp_server: name.meta({ description: 'Which of mcpServers speaks for SigNoz.' }),
  web_url: httpUrlOrNone.default('').meta({ description: 'Where a person can open a trace; empty: no links.' }),
  timeout_s: seconds,
});
