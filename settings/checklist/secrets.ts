import { SECRET_IN_FILE } from '../literal-secrets.ts';
import { strictIn, type ChecklistInput, type ChecklistItem } from './checklist-input.ts';

const OWNER_ONLY = 0o600;

/** What stands in a file is in its history, too. */
export function secretsInEnvironment(input: ChecklistInput): ChecklistItem {
  const found = [...input.problems, ...input.warnings].filter((problem) => problem.got === SECRET_IN_FILE);
  return {
    id: 'secrets-in-environment',
    title: 'No secret stands in a file',
    status: found.length === 0 ? 'ok' : strictIn(input),
    detail: found.length === 0 ? 'all come from the environment' : found.map((one) => `${one.file}: ${one.path}`).join(', '),
    remedy: 'Write "${NAME}" there, put the value into .env, and replace the secret: it has been in a file.',
  };
}

/** The one file that holds them is its owner's alone. */
export function envFilePrivate({ env_file }: ChecklistInput): ChecklistItem {
  const open = env_file.mode !== null && (env_file.mode & 0o777 & ~OWNER_ONLY) !== 0;
  return {
    id: 'env-file-private',
    title: 'Nobody else reads .env',
    status: open ? 'fail' : 'ok',
    detail: env_file.mode === null ? 'there is no .env' : `mode ${(env_file.mode & 0o777).toString(8)}`,
    remedy: 'chmod 600 .env',
  };
}

/** Git can never take the secrets along. */
export function envFileIgnored({ env_file }: ChecklistInput): ChecklistItem {
  const words = { ignored: 'git ignores it', not_ignored: 'git would add it', tracked: 'it is in git' } as const;
  return {
    id: 'env-file-ignored',
    title: 'git leaves .env alone',
    status: env_file.git === 'not_ignored' || env_file.git === 'tracked' ? 'fail' : 'ok',
    detail: env_file.git === null ? 'no git work tree' : words[env_file.git],
    remedy: env_file.git === 'tracked' ? 'git rm --cached .env, add it to .gitignore, and replace every secret in it.' : 'Add .env to .gitignore.',
  };
}

/** An empty variable is set, and opens nothing. */
export function credentialsGiven(input: ChecklistInput): ChecklistItem {
  const { settings } = input;
  const missing = settings === null ? [] : [
    ...(settings.integrations.jira.api_token.reveal() === '' ? ['integrations.jira.api_token'] : []),
    ...(settings.integrations.discord.bot_token.reveal() === '' ? ['integrations.discord.bot_token'] : []),
    ...(settings.integrations.docker.gate_token.reveal() === '' ? ['integrations.docker.gate_token'] : []),
    ...Object.entries(settings.mcpServers).flatMap(([name, server]) =>
      'url' in server ? Object.entries(server.headers).filter(([, value]) => value.reveal() === '').map(([header]) => `mcpServers.${name}.headers.${header}`) : [],
    ),
  ];
  return {
    id: 'credentials-given',
    title: 'Every system has its credential',
    status: settings === null ? 'fail' : missing.length === 0 ? 'ok' : strictIn(input),
    detail: settings === null ? 'the configuration has problems' : missing.length === 0 ? 'none is empty' : `empty: ${missing.join(', ')}`,
    remedy: 'Give each a value in .env; see .env.example.',
  };
}

const TOKEN_CHARS = 16;

/** Whoever has this token restarts containers. */
export function gateTokenStrong(input: ChecklistInput): ChecklistItem {
  const length = input.settings?.integrations.docker.gate_token.reveal().length ?? 0;
  const status = length >= TOKEN_CHARS ? 'ok' : strictIn(input);
  return {
    id: 'gate-token-strong',
    title: 'The token of docker-gate cannot be guessed',
    status: input.settings === null ? 'fail' : status,
    detail: input.settings === null ? 'the configuration has problems' : `${length >= TOKEN_CHARS ? 'at least' : 'fewer than'} ${TOKEN_CHARS} characters`,
    remedy: 'Make one with `openssl rand -hex 32`, and put it into ATLAS_GATE_TOKEN.',
  };
}
