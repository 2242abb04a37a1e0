import type { IncomingMessage } from 'node:http';
import { engineFailed, engineRefused, failed, refused } from './answer.ts';
import type { Answer } from './answer.ts';
import type { AuditLog } from './audit-log.ts';
import type { Containers, Target } from './containers.ts';
import { EngineError } from './engine-client.ts';
import type { Engine, EngineReply } from './engine-client.ts';
import type { FenceUse, Fences } from './fences.ts';
import type { BlockingLock } from './lock-folder.ts';
import type { RefusalReason } from './refusal.ts';
import type { Headers } from './request-shape.ts';
import { parseRestartBody, readSmallBody } from './restart-body.ts';
import type { Route } from './route.ts';

export interface RestartParts {
  readonly engine: Engine;
  readonly containers: Containers;
  readonly fences: Fences;
  readonly audit: AuditLog;
  /** Looks at the lock folder now. */
  readonly lock: () => BlockingLock | null;
  /** Names whose restart the engine is busy with; shared by all requests. */
  readonly in_flight: Set<string>;
  readonly log: (line: string) => void;
}

type RestartRoute = Extract<Route, { kind: 'restart' }>;

/** A container may have a long stop time of its own when the caller names none. */
const ENGINE_TIMEOUT_MS = 60_000;
const DEFAULT_STOP_S = 60;

/** One restart: fence, body, container, then everything that decides in one piece, then the engine, then what became of it. */
export async function handleRestart(
  parts: RestartParts,
  route: RestartRoute,
  headers: Headers,
  request: IncomingMessage,
): Promise<Answer> {
  const fence = parseFence(headers.get('x-atlas-fence'));
  if (fence === null) return refused('fence_missing');
  const body = await readSmallBody(request);
  const t_s = body === null ? undefined : parseRestartBody(body, route.t_s);
  if (t_s === undefined) return refused('body_not_allowed');

  let target: Target;
  try {
    const found = await parts.containers.find(route.container);
    if (found === 'not_allowed') return refused('container_not_allowed');
    if (found === 'missing') return failed(404, 'UPSTREAM_ERROR', `No such container: ${route.container}`, { reached_engine: false });
    target = found;
  } catch (error) {
    return restartNotAsked(error);
  }

  const verdict = decide(parts, target, fence, t_s);
  if (verdict !== null) return verdict;
  // No await may come between that decision and this call: it would let a lock or another request slip in.
  const asked = parts.engine.ask('POST', `${route.api}/containers/${target.id}/restart${t_s === null ? '' : `?t=${String(t_s)}`}`, {
    timeout_ms: ENGINE_TIMEOUT_MS + (t_s ?? DEFAULT_STOP_S) * 1_000,
    max_bytes: 65_536,
  });
  return settle(parts, target, fence, asked);
}

/** Null: go. Synchronous from the first look to the last, so no other request of this gate comes in between. */
function decide(parts: RestartParts, target: Target, fence: number, t_s: number | null): Answer | null {
  const { name } = target;
  if (parts.in_flight.has(name)) return refused('restart_in_flight', { container: name });
  const verdict = parts.fences.judge(name, fence);
  if (verdict !== 'ok') return refused(verdict, { container: name, fence });
  const lock = parts.lock();
  if (lock !== null) return locked(parts, name, fence, lock);
  let failing: RefusalReason = 'audit_unwritable';
  try {
    parts.audit.append({ decision: 'allowed', container: name, id: target.id, fence, t_s });
    failing = 'fence_unwritable';
    parts.fences.record(name, fence, 'asked');
  } catch (error) {
    parts.log(`restart of ${name} refused: ${failing}: ${error instanceof Error ? error.message : 'unknown error'}`);
    return refused(failing, { container: name, fence });
  }
  // Once more: the disk may have taken its time, and a person may have dropped a lock file meanwhile.
  const late_lock = parts.lock();
  if (late_lock !== null) return locked(parts, name, fence, late_lock);
  parts.in_flight.add(name);
  return null;
}

/** A lock does not spend the token, but a lower one is old from now on. */
function locked(parts: RestartParts, name: string, fence: number, lock: BlockingLock): Answer {
  note(parts, name, fence, 'not_asked');
  if (lock.why !== 'held') parts.log(`lock file ${JSON.stringify(lock.file)} forbids restarts because it is ${lock.why}: look at it`);
  return refused('locked', { container: name, fence, lock: lock.file, why: lock.why });
}

async function settle(parts: RestartParts, target: Target, fence: number, asked: Promise<EngineReply>): Promise<Answer> {
  let answer: Answer;
  let use: FenceUse = 'asked';
  try {
    const reply = await asked;
    if (reply.status === 204 || reply.status === 200) {
      use = 'done';
      answer = { kind: 'whole', status: 204, headers: {}, body: '' };
    } else answer = engineRefused(reply.status, reply.body);
  } catch (error) {
    if (error instanceof EngineError && !error.reached) use = 'not_asked';
    answer = engineFailed(error);
  } finally {
    parts.in_flight.delete(target.name);
  }
  note(parts, target.name, fence, use);
  try {
    parts.audit.append({ decision: 'outcome', container: target.name, fence, use, status: answer.kind === 'whole' ? answer.status : 0 });
  } catch {
    parts.log(`the outcome of the restart of ${target.name} could not be written to the audit file`);
  }
  return answer;
}

/** What is only noted may fail: the mark then stays as it was, which refuses more, never less. */
function note(parts: RestartParts, name: string, fence: number, use: FenceUse): void {
  try {
    parts.fences.record(name, fence, use);
  } catch {
    parts.log(`the fencing token of ${name} could not be noted as ${use}`);
  }
}

/** The look-up failed, so whatever it met, no restart was asked for. */
function restartNotAsked(error: unknown): Answer {
  if (!(error instanceof EngineError)) throw error;
  return engineFailed(new EngineError(error.problem, false, error.message));
}

function parseFence(header: string | undefined): number | null {
  const fence = /^[1-9][0-9]{0,15}$/.test(header ?? '') ? Number(header) : Number.NaN;
  return Number.isSafeInteger(fence) ? fence : null;
}
