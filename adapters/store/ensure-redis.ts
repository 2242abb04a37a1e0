import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { AtlasError } from '../../core/error.ts';
import { startRedis } from './redis-process.ts';

export interface RedisAccess {
  readonly url: string;
  /** Ends it, if it is ours. */
  stop(): Promise<void>;
}

export interface EnsureRedisOptions {
  /** `ATLAS_REDIS_URL` and `PATH` are read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One line for people, when something is installed. */
  readonly say: (line: string) => void;
  readonly platform?: NodeJS.Platform;
  readonly is_root?: boolean;
}

interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

// Where package managers put it when PATH doesn't say so (Homebrew on Apple silicon, Debian's sbin).
const MORE_FOLDERS = ['/usr/bin', '/usr/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
const INSTALL_TIMEOUT_MS = 300_000;

/** The Redis of `ATLAS_REDIS_URL`, or a private one, installed first if need be. Throws UPSTREAM_ERROR with the line that says what to run. */
export async function ensureRedis(options: EnsureRedisOptions): Promise<RedisAccess> {
  const url = options.env['ATLAS_REDIS_URL'];
  if (url !== undefined && url !== '') return { url, stop: async () => undefined };
  const binary = (await findProgram('redis-server', options.env)) ?? (await install(options));
  const redis = await startRedis({ binary });
  return { url: redis.url, stop: () => redis.stop() };
}

async function install(options: EnsureRedisOptions): Promise<string> {
  const commands = await installCommands(options);
  if (commands !== null) {
    options.say(`redis-server is missing: installing it (${commands.map(({ program, args }) => [program, ...args].join(' ')).join(' && ')})`);
    // The list of packages may be current already or unreachable: only the last command decides.
    for (const command of commands) await run(command, options.env);
    const binary = await findProgram('redis-server', options.env);
    if (binary !== null) return binary;
  }
  const advice = (options.platform ?? process.platform) === 'darwin' ? 'brew install redis' : 'sudo apt-get install -y redis-server';
  throw new AtlasError('UPSTREAM_ERROR', `redis-server is missing and could not be installed: run "${advice}", or set ATLAS_REDIS_URL`);
}

/** null when this machine gives us no way. */
async function installCommands({ env, platform = process.platform, is_root = process.getuid?.() === 0 }: EnsureRedisOptions): Promise<readonly Command[] | null> {
  if (platform === 'darwin') {
    const brew = await findProgram('brew', env);
    return brew === null ? null : [{ program: brew, args: ['install', 'redis'] }];
  }
  const apt = await findProgram('apt-get', env);
  if (apt === null) return null;
  const update = ['-qq', 'update'];
  const add = ['-qq', '-y', '-o', 'DPkg::Lock::Timeout=120', 'install', '--no-install-recommends', 'redis-server'];
  if (is_root) return [{ program: apt, args: update }, { program: apt, args: add }];
  const sudo = await findProgram('sudo', env);
  // -n: never ask for a password, nobody may be there to type it.
  if (sudo === null || !(await run({ program: sudo, args: ['-n', 'true'] }, env))) return null;
  return [{ program: sudo, args: ['-n', apt, ...update] }, { program: sudo, args: ['-n', apt, ...add] }];
}

async function findProgram(name: string, env: EnsureRedisOptions['env']): Promise<string | null> {
  const path = env['PATH'];
  const folders = path === undefined ? MORE_FOLDERS : path.split(':').filter((folder) => folder !== '');
  for (const folder of folders) {
    const file = join(folder, name);
    const found = await access(file, constants.X_OK).then(() => true, () => false);
    if (found) return file;
  }
  return null;
}

function run({ program, args }: Command, env: EnsureRedisOptions['env']): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore', env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: INSTALL_TIMEOUT_MS });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}
