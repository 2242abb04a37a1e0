import { createHash } from 'node:crypto';
import type { Container } from './container.ts';

const NEVER = '0001-01-01T00:00:00Z';

/** One row of `GET /containers/json`. */
export function listView(container: Container, now_ms: number): object {
  const { spec } = container;
  const state = container.state();
  return {
    Id: container.id,
    Names: [`/${spec.name}`],
    Image: spec.image,
    ImageID: imageId(spec.image),
    Command: spec.command.join(' '),
    Created: Math.floor(container.created_at_ms / 1_000),
    Ports: [{ IP: '127.0.0.1', PrivatePort: spec.port, PublicPort: spec.port, Type: 'tcp' }],
    Labels: spec.labels,
    State: state.status,
    Status: statusText(container, now_ms),
    Health: { Status: container.health.status(), FailingStreak: container.health.failing_streak() },
    HostConfig: { NetworkMode: 'opentelemetry-demo' },
    NetworkSettings: { Networks: { 'opentelemetry-demo': {} } },
    Mounts: [],
  };
}

/** Body of `GET /containers/{id}/json`, the environment with its secrets included as the engine gives it. */
export function inspectView(container: Container): object {
  const { spec } = container;
  const state = container.state();
  return {
    Id: container.id,
    Created: isoTime(container.created_at_ms),
    Path: spec.command[0],
    Args: spec.command.slice(1),
    Name: `/${spec.name}`,
    Image: imageId(spec.image),
    RestartCount: state.restart_count,
    Driver: 'overlay2',
    Platform: 'linux',
    State: {
      Status: state.status,
      Running: state.status === 'running' || state.status === 'restarting',
      Paused: false,
      Restarting: state.status === 'restarting',
      OOMKilled: state.oom_killed,
      Dead: false,
      Pid: state.pid ?? 0,
      ExitCode: state.exit_code,
      Error: '',
      StartedAt: isoTime(state.started_at_ms),
      FinishedAt: isoTime(state.finished_at_ms),
      Health: {
        Status: container.health.status(),
        FailingStreak: container.health.failing_streak(),
        Log: container.health.checks().map((check) => ({ Start: isoTime(check.at_ms), End: isoTime(check.end_ms), ExitCode: check.exit_code, Output: check.output })),
      },
    },
    HostConfig: {
      Memory: state.memory_limit_bytes,
      MemorySwap: state.memory_swap_bytes,
      RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
      LogConfig: { Type: 'json-file', Config: { 'max-file': '2', 'max-size': '5m' } },
      NetworkMode: 'opentelemetry-demo',
      Privileged: false,
    },
    Config: {
      Hostname: container.id.slice(0, 12),
      Env: Object.entries(spec.env).map(([name, value]) => `${name}=${value}`),
      Cmd: spec.command,
      Image: spec.image,
      Labels: spec.labels,
      Tty: false,
    },
    Mounts: [],
    NetworkSettings: { Networks: { 'opentelemetry-demo': { IPAddress: '127.0.0.1' } } },
  };
}

/** RFC 3339 with the nine decimals that Docker writes; its zero time for null. */
export function isoTime(epoch_ms: number | null): string {
  return epoch_ms === null ? NEVER : new Date(epoch_ms).toISOString().replace('Z', '000000Z');
}

function statusText(container: Container, now_ms: number): string {
  const state = container.state();
  const seconds = (since_ms: number | null): string => `${Math.max(0, Math.floor((now_ms - (since_ms ?? now_ms)) / 1_000))} seconds`;
  switch (state.status) {
    case 'created': return 'Created';
    case 'exited': return `Exited (${state.exit_code}) ${seconds(state.finished_at_ms)} ago`;
    case 'restarting': return `Restarting (${state.exit_code}) ${seconds(state.finished_at_ms)} ago`;
    case 'running': {
      const health = container.health.status();
      return `Up ${seconds(state.started_at_ms)} (${health === 'starting' ? 'health: starting' : health})`;
    }
  }
}

function imageId(image: string): string {
  return `sha256:${createHash('sha256').update(image).digest('hex')}`;
}
