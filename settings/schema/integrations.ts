import { z } from 'zod';
import { discordSettings } from '../../adapters/discord/settings.ts';
import { dockerSettings } from '../../adapters/docker/settings.ts';
import { flagdSettings } from '../../adapters/flagd/settings.ts';
import { deadManSettings } from '../../adapters/host/settings.ts';
import { jiraSettings } from '../../adapters/jira/settings.ts';
import { locustSettings } from '../../adapters/locust/settings.ts';
import { signozSettings } from '../../adapters/signoz/settings.ts';
import { redisSettings } from '../../adapters/store/settings.ts';

/** What each system outside needs to be reached; every door describes its own. */
export const integrations = z.strictObject({
  signoz: signozSettings,
  jira: jiraSettings,
  discord: discordSettings,
  docker: dockerSettings,
  locust: locustSettings,
  flagd: flagdSettings,
  redis: redisSettings,
  dead_man: deadManSettings,
});
