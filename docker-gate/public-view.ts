/**
 * What a caller may learn of a container. Lists of what is shown, not of what is hidden: a field that a newer engine adds stays inside.
 *
 * Left out because people put secrets there: `Config.Env`; `Cmd`, `Entrypoint`, `Path`, `Args`, `Command` and `Healthcheck` (passwords on command
 * lines); labels other than Compose's own (Traefik's basic-auth labels, for one); `HostConfig.LogConfig.Config` (collector tokens); `State.Error`
 * and `State.Health.Log` (free text that quotes command lines and answers). Left out because a repair needs none of it: mounts, binds, networks.
 */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const LABEL_PREFIX = 'com.docker.compose.';

const STATE_KEYS = ['Status', 'Running', 'Paused', 'Restarting', 'OOMKilled', 'Dead', 'Pid', 'ExitCode', 'StartedAt', 'FinishedAt'];
const HOST_CONFIG_KEYS = ['Memory', 'MemorySwap', 'MemoryReservation', 'NanoCpus', 'CpuQuota', 'CpuPeriod', 'CpuShares', 'CpusetCpus', 'PidsLimit'];

export interface ListedContainer {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Image: string;
  readonly ImageID: string;
  readonly Created: number;
  readonly State: string;
  readonly Status: string;
  readonly Health: string | null;
  readonly Labels: Readonly<Record<string, string>>;
}

/** One entry of the engine's list as a caller may see it; null when no name of it is on the allow-list. */
export function listedView(entry: unknown, allow: ReadonlySet<string>): ListedContainer | null {
  if (!isObject(entry)) return null;
  const all = Array.isArray(entry['Names']) ? entry['Names'] : [];
  const names = all.filter((name): name is string => typeof name === 'string' && name.startsWith('/') && allow.has(name.slice(1)));
  const id = text(entry['Id']);
  if (names.length === 0 || !isContainerId(id)) return null;
  return {
    Id: id,
    Names: names,
    Image: text(entry['Image']),
    ImageID: text(entry['ImageID']),
    Created: number(entry['Created']),
    State: text(entry['State']),
    Status: text(entry['Status']),
    Health: healthOf(entry['Health']),
    Labels: composeLabels(entry['Labels']),
  };
}

/** The answer to an inspect as a caller may see it. `engine` is the engine's answer about a container that is allowed. */
export function inspectView(engine: JsonObject): JsonObject {
  const state = object(engine['State']);
  const config = object(engine['Config']);
  const host = object(engine['HostConfig']);
  const restart = object(host['RestartPolicy']);
  const health = object(state['Health']);
  return {
    ...scalars(engine, ['Id', 'Created', 'Name', 'RestartCount', 'Image', 'Platform', 'Driver']),
    State: {
      ...scalars(state, STATE_KEYS),
      ...(isObject(state['Health']) ? { Health: { ...scalars(health, ['Status', 'FailingStreak']), Log: [] } } : {}),
    },
    Config: { ...scalars(config, ['Image', 'Tty']), Labels: composeLabels(config['Labels']) },
    HostConfig: {
      ...scalars(host, HOST_CONFIG_KEYS),
      RestartPolicy: scalars(restart, ['Name', 'MaximumRetryCount']),
      LogConfig: scalars(object(host['LogConfig']), ['Type']),
    },
  };
}

export function isContainerId(value: string): boolean {
  return /^[0-9a-f]{64}$/.test(value);
}

function composeLabels(labels: unknown): Readonly<Record<string, string>> {
  const shown: Record<string, string> = {};
  for (const [key, value] of Object.entries(object(labels))) {
    if (key.startsWith(LABEL_PREFIX) && typeof value === 'string') shown[key] = value;
  }
  return shown;
}

/** Only plain values: an object under a known key of a newer engine could hold anything. */
function scalars(source: JsonObject, keys: readonly string[]): JsonObject {
  const shown: Record<string, unknown> = {};
  for (const key of keys) {
    const value = Object.hasOwn(source, key) ? source[key] : undefined;
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) shown[key] = value;
  }
  return shown;
}

function healthOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  const status = object(value)['Status'];
  return typeof status === 'string' ? status : null;
}

function object(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
