import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../cli/deployment.ts';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export const SANDBOX_ROOT = join(PROJECT_ROOT, 'atlas.sandbox.json5');

/** What the sandbox's configuration asks of the environment. Nobody listens there: the commands under test only read. */
export const SANDBOX_ENV: Readonly<Record<string, string>> = {
  SIGNOZ_API_URL: 'http://127.0.0.1:9',
  SIGNOZ_API_KEY: 'a-key-of-the-test',
  JIRA_SITE: 'http://127.0.0.1:9',
  JIRA_EMAIL: 'atlas@sandbox.example',
  JIRA_API_TOKEN: 'a-token-of-the-test',
  JIRA_PROJECT_KEY: 'OPS',
  DISCORD_API_URL: 'http://127.0.0.1:9/api',
  DISCORD_BOT_TOKEN: 'a.bot-token.of-the-test',
  DISCORD_SERVER_ID: '123456789012345678',
  DISCORD_BUG_CHANNEL: '123456789012345679',
  DISCORD_REVIEW_CHANNEL: '123456789012345670',
  ATLAS_GATE_TOKEN: 'the-token-of-the-gate-of-the-test',
};

/** Runs the command line as a person does, without a terminal. The environment is only what is given here and what finds programs. */
export function runAtlas(args: readonly string[], env: Readonly<Record<string, string>> = SANDBOX_ENV): Promise<Ran> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(PROJECT_ROOT, 'cli', 'atlas.js'), ...args], { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => { stdout += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { stderr += chunk.toString(); });
    child.once('error', reject);
    child.once('close', (code) => { resolve({ code, stdout, stderr }); });
  });
}

/** The same with the sandbox's configuration and that state folder. */
export function runOn(stateDir: string, ...args: readonly string[]): Promise<Ran> {
  return runAtlas([...args, '--config', SANDBOX_ROOT, '--state', stateDir]);
}
