import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startControl } from './control.ts';
import { startDockerEngine } from './docker/start.ts';
import { startFlagd } from './flagd/start.ts';
import type { LookAlike } from './look-alike.ts';
import { shopContainerSpecs, SHOP_PORTS } from './shop/container-specs.ts';
import { findFreePorts } from './shop/free-ports.ts';
import { worldEnv } from './world-env.ts';
import { lookAlikes, PART_NAMES, type PartName, type WorldParts } from './world-parts.ts';
import { makeSecrets, type WorldSecrets } from './world-secrets.ts';

export interface WorldOptions {
  /** Folder for the flag file, the engine's socket and the compile cache; made when absent. */
  readonly stateDir: string;
  readonly seed: number;
  /** Users of the load generator at the start. */
  readonly users: number;
  readonly jiraLanguage: 'en' | 'ko';
  /** Only these parts; absent: all. */
  readonly only?: readonly PartName[];
  /** Fixed ports from here on instead of free ones: control, signoz, jira, discord, flagd-ui, OFREP, engine, then the shop's. */
  readonly portBase?: number;
}

export interface World {
  readonly urls: Readonly<Record<string, string>>;
  /** What Atlas needs in its environment to work on this world. */
  readonly env: Readonly<Record<string, string>>;
  readonly parts: WorldParts;
  readonly flagFile: string;
  close(): Promise<void>;
}

const FIRST_SHOP_PORT = 10;
const FLAG_TEMPLATE = fileURLToPath(new URL('./shop/flags.json', import.meta.url));
/** The shortest limit of a socket address among the systems (macOS: 104 bytes with its final zero). */
const SOCKET_PATH_LIMIT = 100;

/** Starts a whole world in this process (shop and load generator as its children); resolves when everything answers. */
export async function startWorld(options: WorldOptions): Promise<World> {
  const stateDir = resolve(options.stateDir);
  await mkdir(stateDir, { recursive: true });
  const flagFile = join(stateDir, 'flags.json');
  await copyFile(FLAG_TEMPLATE, flagFile);
  const secrets = makeSecrets();
  const wanted = (part: PartName): boolean => (options.only ?? PART_NAMES).includes(part);
  const port = (offset: number): { readonly port?: number } => (options.portBase === undefined ? {} : { port: options.portBase + offset });
  const closers: (() => Promise<void>)[] = [];

  async function keep<T extends LookAlike>(starting: Promise<T>): Promise<T> {
    const part = await starting;
    closers.push(() => part.close());
    return part;
  }

  async function close(): Promise<void> {
    await Promise.allSettled(closers.splice(0).reverse().map((closeOne) => closeOne()));
  }

  async function startShop(otlp_endpoint: string | null): Promise<NonNullable<WorldParts['shop']>> {
    const ports = await findFreePorts(SHOP_PORTS, options.portBase === undefined ? null : options.portBase + FIRST_SHOP_PORT);
    const { specs, frontend_url, locust_url } = shopContainerSpecs({
      flag_file: flagFile, otlp_endpoint, seed: options.seed, users: options.users, ports, compile_cache: join(stateDir, 'compile-cache'),
    });
    const socket = await socketPath(stateDir, closers);
    const docker = await keep(startDockerEngine({
      specs, socket, ...(options.portBase === undefined ? {} : { tcp_port: options.portBase + 6 }), ...(otlp_endpoint === null ? {} : { collector_url: otlp_endpoint }),
    }));
    return { docker, frontend_url, locust_url };
  }

  async function startParts(): Promise<WorldParts> {
    const signoz = wanted('signoz') ? await keep(startSignozPart(secrets, options.seed, port(1))) : undefined;
    // All must have ended, well or not, before what did start can be closed.
    const starting = [
      wanted('shop') ? startShop(signoz?.collectorUrl ?? null) : Promise.resolve(undefined),
      wanted('flagd') ? keep(startFlagd({ file: flagFile, ui_port: port(4).port ?? 0, ofrep_port: port(5).port ?? 0 })) : Promise.resolve(undefined),
      wanted('jira') ? keep(startJiraPart(secrets, options.jiraLanguage, port(2))) : Promise.resolve(undefined),
      wanted('discord') ? keep(startDiscordPart(secrets, port(3))) : Promise.resolve(undefined),
    ] as const;
    await Promise.allSettled(starting);
    const [shop, flagd, jira, discord] = await Promise.all(starting);
    return {
      ...(signoz === undefined ? {} : { signoz }), ...(shop === undefined ? {} : { shop }), ...(flagd === undefined ? {} : { flagd }),
      ...(jira === undefined ? {} : { jira }), ...(discord === undefined ? {} : { discord }),
    };
  }

  try {
    const parts = await startParts();
    const control = await keep(startControl({ parts: lookAlikes(parts), links: urlsOf(parts), ...port(0) }));
    const urls = { ...urlsOf(parts), control: control.url };
    return { urls, env: { ...worldEnv(parts, secrets, options.jiraLanguage), SANDBOX_CONTROL_URL: control.url }, parts, flagFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startSignozPart(secrets: WorldSecrets, seed: number, port: { readonly port?: number }): Promise<NonNullable<WorldParts['signoz']>> {
  const { startSignoz } = await import('./signoz/start.ts');
  return startSignoz({ ...port, apiKey: secrets.signoz_api_key, seed });
}

async function startJiraPart(secrets: WorldSecrets, language: 'en' | 'ko', port: { readonly port?: number }): Promise<LookAlike> {
  const { startJira } = await import('./jira/start.ts');
  return startJira({ ...port, email: secrets.jira_email, apiToken: secrets.jira_api_token, projectKey: secrets.jira_project_key, language });
}

async function startDiscordPart(secrets: WorldSecrets, port: { readonly port?: number }): Promise<LookAlike> {
  const { startDiscord } = await import('./discord/start.ts');
  return startDiscord({
    ...port, token: secrets.discord_token, guildId: secrets.discord_server_id,
    channels: [{ id: secrets.discord_bug_channel, name: 'bugs' }, { id: secrets.discord_review_channel, name: 'reviews' }],
  });
}

/** In the state folder when the path is short enough for a socket, else in a temporary folder of its own. */
async function socketPath(stateDir: string, closers: (() => Promise<void>)[]): Promise<string> {
  const path = join(stateDir, 'docker.sock');
  if (Buffer.byteLength(path) <= SOCKET_PATH_LIMIT) {
    // What an earlier world left behind when it was killed would make listening fail.
    await rm(path, { force: true });
    return path;
  }
  const folder = await mkdtemp(join(tmpdir(), 'shop-'));
  closers.push(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'docker.sock');
}

function urlsOf(parts: WorldParts): Readonly<Record<string, string>> {
  return {
    ...Object.fromEntries(lookAlikes(parts).map((part) => [part.name, part.url])),
    ...(parts.signoz === undefined ? {} : { collector: parts.signoz.collectorUrl }),
    ...(parts.flagd === undefined ? {} : { ofrep: parts.flagd.ofrep_url }),
    ...(parts.shop === undefined ? {} : { shop: parts.shop.frontend_url, locust: parts.shop.locust_url }),
    ...((parts.shop?.docker.tcp_url ?? null) === null ? {} : { docker_tcp: parts.shop?.docker.tcp_url ?? '' }),
  };
}
