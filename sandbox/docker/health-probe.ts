import { get } from 'node:http';

export type HealthStatus = 'starting' | 'healthy' | 'unhealthy';

export interface HealthCheck {
  readonly at_ms: number;
  readonly end_ms: number;
  readonly exit_code: 0 | 1;
  readonly output: string;
}

/** A container's health as Docker keeps it: unhealthy after three failures in a row, the last five checks kept. */
export interface HealthProbe {
  status(): HealthStatus;
  failing_streak(): number;
  checks(): readonly HealthCheck[];
  /** Forgets everything: the process is a new one. */
  reset(): void;
  /** Checks once; resolves true when the status changed. */
  check(): Promise<boolean>;
}

const FAILURES_TO_UNHEALTHY = 3;
const CHECKS_KEPT = 5;
const CHECK_TIMEOUT_MS = 1_000;

export function createHealthProbe(port: number, now: () => number): HealthProbe {
  let status: HealthStatus = 'starting';
  let streak = 0;
  let checks: HealthCheck[] = [];
  let generation = 0;
  return {
    status: () => status,
    failing_streak: () => streak,
    checks: () => checks,
    reset() {
      generation += 1;
      status = 'starting';
      streak = 0;
      checks = [];
    },
    async check() {
      const mine = generation;
      const at_ms = now();
      const result = await askHealth(port);
      if (mine !== generation) return false;
      checks = [...checks, { at_ms, end_ms: now(), exit_code: result.ok ? 0 as const : 1 as const, output: result.output }].slice(-CHECKS_KEPT);
      streak = result.ok ? 0 : streak + 1;
      const before = status;
      if (result.ok) status = 'healthy';
      else if (streak >= FAILURES_TO_UNHEALTHY) status = 'unhealthy';
      return status !== before;
    },
  };
}

function askHealth(port: number): Promise<{ readonly ok: boolean; readonly output: string }> {
  return new Promise((resolve) => {
    const outgoing = get({ host: '127.0.0.1', port, path: '/health', agent: false, timeout: CHECK_TIMEOUT_MS });
    outgoing.on('timeout', () => { outgoing.destroy(new Error('health check exceeded timeout (1s)')); });
    outgoing.on('error', (error) => { resolve({ ok: false, output: error.message }); });
    outgoing.on('response', (response) => {
      response.resume();
      resolve({ ok: response.statusCode === 200, output: `HTTP ${response.statusCode}` });
    });
  });
}
