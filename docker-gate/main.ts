import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { forAudit } from './audit-line.ts';
import type { AuditRecord } from './audit-line.ts';
import { openAudit } from './audit-log.ts';
import { assertNamesAreUsable, createContainers } from './containers.ts';
import { parseEngineAddress } from './engine-address.ts';
import { createEngine } from './engine-client.ts';
import { openFences } from './fences.ts';
import { listen } from './listen.ts';
import { blockingLock } from './lock-folder.ts';
import { createReadCount } from './read-count.ts';
import { allowedHosts } from './request-shape.ts';
import { createGateServer } from './serve.ts';
import type { Refused } from './serve.ts';
import { assertTokenIsUsable, createTokenCheck } from './token.ts';

export interface DockerGateOptions {
  /** `unix:///path.sock` or `tcp://host:port`. */
  readonly engine: string;
  /** Port 0 takes a free one. */
  readonly listen: { readonly host: string; readonly port: number };
  /** Exact container names, without the leading slash. */
  readonly allow: readonly string[];
  /** What callers show as `Authorization: Bearer …`; at least 16 printable characters. */
  readonly token: string;
  /** The deployment's state folder: `locks/` in it is obeyed, `docker-gate/` in it is this program's own. */
  readonly stateDir: string;
  /** Further names by which callers may reach the gate (the Host header); `docker-gate`, `localhost` and 127.0.0.1 always may. */
  readonly hostNames?: readonly string[];
  readonly log?: (line: string) => void;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

export interface DockerGate {
  /** `http://host:port` */
  readonly url: string;
  /** Ends when restarts that are under way are settled (at most a few seconds), everything is written, and the port is free. */
  close(): Promise<void>;
}

const COUNT_READS_EVERY_MS = 600_000;

/** Starts the gate. Rejects when an option is unusable, the state folder cannot be written, or the address is taken; an absent engine is no reason. */
export async function startDockerGate(options: DockerGateOptions): Promise<DockerGate> {
  const log = options.log ?? (() => undefined);
  const now = options.now ?? Date.now;
  const engine = createEngine(parseEngineAddress(options.engine));
  assertNamesAreUsable(options.allow);
  assertTokenIsUsable(options.token);
  const allow = new Set(options.allow);
  const own_folder = join(options.stateDir, 'docker-gate');
  mkdirSync(own_folder, { recursive: true, mode: 0o700 });
  const audit = openAudit({ folder: own_folder, now });
  const fences = openFences(join(own_folder, 'fences.json'), randomUUID(), now);
  const reads = createReadCount();
  const in_flight = new Set<string>();
  let hosts: ReadonlySet<string> = new Set();

  /** A line that nothing waits for: when it cannot be written, that is said, and the refusal stands. */
  function tell(record: AuditRecord): void {
    try {
      audit.append(record);
    } catch {
      log(`audit line not written: ${record.decision}`);
    }
  }

  function onRefused(refusal: Refused): void {
    const what = forAudit(withoutToken(refusal.what, options.token), 300);
    const { container, fence, lock, why } = refusal.details;
    tell({ decision: 'refused', reason: refusal.reason, what, remote: refusal.remote, ...plain({ container, fence, lock, why }) });
  }

  const server = createGateServer({
    engine,
    containers: createContainers(engine, allow),
    allow,
    fences,
    audit,
    lock: () => blockingLock(join(options.stateDir, 'locks'), now()),
    in_flight,
    log,
    hosts: () => hosts,
    checkToken: createTokenCheck(options.token),
    onRefused,
    onRead: (kind) => {
      reads.add(kind);
    },
  });
  const door = await listen(server, options.listen).catch((error: unknown) => {
    audit.close();
    throw error;
  });
  hosts = allowedHosts(['localhost', '127.0.0.1', 'docker-gate', options.listen.host, ...(options.hostNames ?? [])], door.port);
  tell({ decision: 'started', engine: options.engine, allow: [...allow].join(',') });

  function tellReads(): void {
    const counts = reads.take();
    if (counts !== null) tell({ decision: 'reads', counts });
  }
  const timer = setInterval(tellReads, COUNT_READS_EVERY_MS).unref();

  return {
    url: door.url,
    async close() {
      clearInterval(timer);
      await door.close(() => in_flight.size === 0);
      tellReads();
      tell({ decision: 'stopped' });
      audit.close();
    },
  };
}

/** The program: serves until SIGTERM or SIGINT, then closes. */
export async function runDockerGate(options: DockerGateOptions): Promise<void> {
  const gate = await startDockerGate(options);
  options.log?.(`docker-gate listens on ${gate.url} for ${options.allow.join(', ')}`);
  await new Promise<void>((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
  });
  await gate.close();
}

/** Targets are written down; a token that somebody put into one is not, plain or percent-encoded. */
function withoutToken(text: string, token: string): string {
  return text.replaceAll(token, '[secret]').replaceAll(encodeURIComponent(token), '[secret]');
}

function plain(details: Readonly<Record<string, unknown>>): Readonly<Record<string, string | number>> {
  const kept: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(details)) {
    if (typeof value === 'number') kept[key] = value;
    if (typeof value === 'string') kept[key] = forAudit(value, 200);
  }
  return kept;
}
