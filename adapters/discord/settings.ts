import { z } from 'zod';
import { httpUrl, seconds, secret, snowflake } from '../../core/config-primitives.ts';

export const discordSettings = z.strictObject({
  api_url: httpUrl,
  bot_token: secret,
  server_id: snowflake('server'),
  on_call_role_id: snowflake('role').meta({ description: 'Called for severities from mention_from up; empty: nobody can be called.' }),
  timeout_s: seconds,
});
