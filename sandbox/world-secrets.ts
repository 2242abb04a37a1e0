import { randomBytes, randomInt } from 'node:crypto';

/** What is made up for one world: identities and secrets that no other world knows. */
export interface WorldSecrets {
  readonly signoz_api_key: string;
  readonly jira_email: string;
  readonly jira_api_token: string;
  readonly jira_project_key: string;
  readonly discord_token: string;
  readonly discord_server_id: string;
  readonly discord_bug_channel: string;
  readonly discord_review_channel: string;
  readonly discord_oncall_role: string;
}

export function makeSecrets(): WorldSecrets {
  return {
    signoz_api_key: randomBytes(24).toString('base64url'),
    jira_email: 'atlas@sandbox.example',
    jira_api_token: randomBytes(24).toString('base64url'),
    jira_project_key: 'OPS',
    discord_token: [randomBytes(18), randomBytes(5), randomBytes(27)].map((part) => part.toString('base64url')).join('.'),
    discord_server_id: snowflake(),
    discord_bug_channel: snowflake(),
    discord_review_channel: snowflake(),
    discord_oncall_role: snowflake(),
  };
}

/** A Discord id: 18 or 19 digits, more than a JSON number holds. */
function snowflake(): string {
  return String((BigInt(Date.now() - Date.UTC(2015, 0, 1)) << 22n) | BigInt(randomInt(1 << 22)));
}
