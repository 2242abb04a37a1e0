import { strictIn, type ChecklistInput, type ChecklistItem } from './checklist-input.ts';

/** Nothing else counts before this does. */
export function configurationRight({ settings, problems, warnings }: ChecklistInput): ChecklistItem {
  const status = settings === null ? 'fail' : warnings.length > 0 ? 'warn' : 'ok';
  const first = warnings[0];
  return {
    id: 'configuration',
    title: 'The configuration is right',
    status,
    detail: settings === null ? `${problems.length} problems` : first === undefined ? 'no problems' : `${warnings.length} warnings, the first: ${first.path}: expected ${first.expected}, got ${first.got}`,
    remedy: 'See the list of problems and warnings.',
  };
}

/** Locks that hold repairs up for no reason any more; what cannot be read holds everything. */
export function staleLocks({ locks, now_ms }: ChecklistInput): ChecklistItem {
  const bad = locks.flatMap((lock) => {
    if (!lock.readable) return [`${lock.name} cannot be read, so it holds`];
    if (lock.expected_release_ms === null) return [`${lock.name} does not say when it ends`];
    return lock.expected_release_ms < now_ms ? [`${lock.name} should have ended ${new Date(lock.expected_release_ms).toISOString()}`] : [];
  });
  return {
    id: 'stale-locks',
    title: 'No forgotten lock stops repairs',
    status: bad.length === 0 ? 'ok' : locks.every((lock) => lock.readable) ? 'warn' : 'fail',
    detail: bad.length === 0 ? `${locks.length} locks in force` : bad.join(', '),
    remedy: 'atlas unlock NAME, or remove the file if somebody put it there by hand.',
  };
}

/** Less than this loses what happened in the night. */
const LEAST_LOG_BYTES = 64 * 1024;

/** A log that grows for ever is an incident of its own. */
export function logRotation(input: ChecklistInput): ChecklistItem {
  const audit = input.settings?.policy.audit;
  const wrong = [
    ...(audit === undefined || audit.max_log_bytes < LEAST_LOG_BYTES || audit.keep_logs < 1 ? ['policy.audit does not rotate'] : []),
    ...(input.compose !== null && !(/^\s*max-size:/m.test(input.compose) && /^\s*max-file:/m.test(input.compose)) ? ['docker-compose.yml sets no max-size and max-file'] : []),
  ];
  return {
    id: 'log-rotation',
    title: 'Logs cannot fill the disk',
    status: wrong.length === 0 ? 'ok' : 'fail',
    detail: wrong.length === 0 ? `${audit?.keep_logs ?? 0} files of ${audit?.max_log_bytes ?? 0} bytes` : wrong.join(', '),
    remedy: 'Set policy.audit.max_log_bytes and keep_logs, and logging.options of each Compose service.',
  };
}

/** Deployments that fall back to one default share a queue by accident. */
export function redisGiven(input: ChecklistInput): ChecklistItem {
  const given = input.variables.has('ATLAS_REDIS_URL');
  return {
    id: 'redis',
    title: 'The queue has an address of its own',
    status: given ? 'ok' : strictIn(input),
    detail: given ? 'ATLAS_REDIS_URL is set' : 'ATLAS_REDIS_URL is not set: the default, or a private one, is used',
    remedy: 'Set ATLAS_REDIS_URL.',
  };
}

const WRITABLE_BY_ALL = 0o002;

/** Whoever may write there can lock, unlock, and rewrite what happened. */
export function statePrivate({ state_mode }: ChecklistInput): ChecklistItem {
  const open = state_mode !== null && (state_mode & WRITABLE_BY_ALL) !== 0;
  return {
    id: 'state-private',
    title: 'Not everybody writes to the state folder',
    status: open ? 'fail' : 'ok',
    detail: state_mode === null ? 'it is made at the first start' : `mode ${(state_mode & 0o777).toString(8)}`,
    remedy: 'chmod o-w on the state folder.',
  };
}
