import { RE2JS } from 're2js';
import type { ContainerState } from '../container.ts';
import type { Symptom } from '../finding.ts';

export interface RunbookStep {
  readonly action: string;
  readonly why: string;
}

/** One failure pattern, as its file says it. */
export interface Runbook {
  readonly name: string;
  readonly title: string;
  readonly symptoms: readonly Symptom[];
  readonly patterns: readonly string[];
  readonly container: {
    readonly oom_killed?: boolean | undefined;
    readonly exit_codes?: readonly number[] | undefined;
    readonly min_restarts?: number | undefined;
    readonly not_running?: boolean | undefined;
  };
  readonly steps: readonly RunbookStep[];
  readonly retries: number;
}

export interface Symptoms {
  readonly symptom: Symptom;
  readonly container: ContainerState | null;
  /** Newest log lines of the suspect; untrusted. */
  readonly logs: readonly string[];
}

export interface RunbookChoice {
  readonly runbook: Runbook;
  readonly reason: string;
}

/** The first runbook in order whose container state, log pattern or symptom fits: what was seen outranks what was measured. */
export function chooseRunbook(order: readonly string[], runbooks: Readonly<Record<string, Runbook>>, seen: Symptoms): RunbookChoice | null {
  const inOrder = order.flatMap((name) => runbooks[name] ?? []);
  for (const match of [byContainer, byPattern, bySymptom]) {
    for (const runbook of inOrder) {
      const reason = match(runbook, seen);
      if (reason !== null) return { runbook, reason };
    }
  }
  return null;
}

function byContainer(runbook: Runbook, { container }: Symptoms): string | null {
  if (container === null) return null;
  const { oom_killed, exit_codes, min_restarts, not_running } = runbook.container;
  if (oom_killed === true && container.oom_killed) return 'the container was killed for its memory';
  if (!container.running && exit_codes?.includes(container.exit_code) === true) return `the container exited with ${container.exit_code}`;
  if (min_restarts !== undefined && container.restart_count >= min_restarts) return `the container restarted ${container.restart_count} times by itself`;
  if (not_running === true && !container.running) return `the container is ${container.status}`;
  return null;
}

function byPattern(runbook: Runbook, { logs }: Symptoms): string | null {
  for (const pattern of runbook.patterns) {
    const compiled = RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE);
    if (logs.some((line) => compiled.matcher(line).find())) return `log lines match ${pattern}`;
  }
  return null;
}

function bySymptom(runbook: Runbook, { symptom }: Symptoms): string | null {
  return runbook.symptoms.includes(symptom) ? `it is for the symptom ${symptom}` : null;
}
