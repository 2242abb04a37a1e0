import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { loadSettings, type LoadResult } from '../../settings/load.ts';

export const PROJECT = fileURLToPath(new URL('../../', import.meta.url));

const SHIPPED = ['atlas.json5', 'atlas.sandbox.json5', 'config', 'project', 'runbooks', 'scenarios', 'sandbox/project', 'sandbox/scenarios'];

/** Every variable that has no default, each with a value that is easily found again. */
export const FULL_ENV: Readonly<Record<string, string>> = {
  SIGNOZ_API_URL: 'http://127.0.0.1:4318',
  SIGNOZ_API_KEY: 'canary-signoz-key',
  JIRA_SITE: 'https://shop.atlassian.net',
  JIRA_EMAIL: 'atlas@example.com',
  JIRA_API_TOKEN: 'canary-jira-token',
  JIRA_PROJECT_KEY: 'OPS',
  DISCORD_BOT_TOKEN: 'canary-discord-token',
  DISCORD_SERVER_ID: '100000000000000001',
  DISCORD_BUG_CHANNEL: '100000000000000002',
  DISCORD_REVIEW_CHANNEL: '100000000000000003',
  ATLAS_GATE_TOKEN: 'canary-gate-token',
};

/** An empty folder by its real path; it goes when the test ends. */
export function tempFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'atlas-settings-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** A copy of the shipped configuration that may be spoiled; `main.json5` includes it and says what is different. */
export function shippedCopy(main = "{ $include: './atlas.sandbox.json5' }"): string {
  const folder = tempFolder();
  for (const name of SHIPPED.filter((one) => existsSync(join(PROJECT, one)))) cpSync(join(PROJECT, name), join(folder, name), { recursive: true });
  write(folder, { 'main.json5': main });
  return folder;
}

export function loadIn(folder: string, env: Readonly<Record<string, string | undefined>> = FULL_ENV, rootFile = 'main.json5'): Promise<LoadResult> {
  return loadSettings({ rootFile, env, cwd: folder });
}
