import type { WorldParts } from './world-parts.ts';
import type { WorldSecrets } from './world-secrets.ts';

/** The environment with which Atlas finds this world; only what runs is in it. */
export function worldEnv(parts: WorldParts, secrets: WorldSecrets, jiraLanguage: 'en' | 'ko'): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  if (parts.signoz !== undefined) Object.assign(env, { SIGNOZ_API_URL: parts.signoz.url, SIGNOZ_API_KEY: secrets.signoz_api_key });
  if (parts.jira !== undefined) {
    Object.assign(env, { JIRA_SITE: parts.jira.url, JIRA_EMAIL: secrets.jira_email, JIRA_API_TOKEN: secrets.jira_api_token, JIRA_PROJECT_KEY: secrets.jira_project_key, JIRA_ISSUE_TYPE: jiraLanguage === 'ko' ? '버그' : 'Bug' });
  }
  if (parts.discord !== undefined) {
    Object.assign(env, {
      DISCORD_API_URL: `${parts.discord.url}/api`, DISCORD_BOT_TOKEN: secrets.discord_token, DISCORD_SERVER_ID: secrets.discord_server_id,
      DISCORD_BUG_CHANNEL: secrets.discord_bug_channel, DISCORD_REVIEW_CHANNEL: secrets.discord_review_channel, DISCORD_ONCALL_ROLE: secrets.discord_oncall_role,
    });
  }
  if (parts.shop !== undefined) Object.assign(env, { DOCKER_ENGINE: parts.shop.docker.url, LOCUST_URL: parts.shop.locust_url, SHOP_URL: parts.shop.frontend_url });
  if (parts.flagd !== undefined) Object.assign(env, { FLAGD_UI_URL: parts.flagd.url, FLAGD_OFREP_URL: parts.flagd.ofrep_url });
  return env;
}
