import type { Holder } from '../../core/agent.ts';
import type { ServiceCatalog, ServiceEntry } from '../../core/catalog.ts';
import type { ContainerState } from '../../core/container.ts';
import type { DetectionInput, DetectionRules } from '../../core/detection-input.ts';
import { findingKey, type Finding } from '../../core/finding.ts';
import type { Diagnosis, Incident, IncidentFinding, RepairAttempt, VerificationCheck } from '../../core/incident.ts';
import type { ServiceSample, TimeWindow } from '../../core/sample.ts';
import type { Suspicion } from '../../core/suspicion.ts';

/** Noon of a day that is still the same day in UTC and already 21:00 in Seoul. */
export const NOON_MS = Date.parse('2026-11-20T12:00:00.000Z');
export const MINUTE_MS = 60_000;

export function iso(offset_ms = 0): string {
  return new Date(NOON_MS + offset_ms).toISOString();
}

/** The fifteen minutes that end at noon. */
export const WINDOW: TimeWindow = { start_ms: NOON_MS - 15 * MINUTE_MS, end_ms: NOON_MS };

/** The shipped numbers of the alerting thresholds. */
export const RULES: DetectionRules = {
  min_requests: 100,
  absolute: { error_rate: 0.05, latency_p99_ms: 5000, cpu_usage: 0.9, memory_usage: 0.85 },
  relative: { error_rate: 3, latency_p99_ms: 2, traffic_surge: 1.5 },
  relative_floor: { error_rate: 0.02, latency_p99_ms: 1000 },
  plausible_max: { latency_ms: 300_000, requests_per_s: 100_000 },
  severity: {
    error_rate: { critical: 0.3, high: 0.1, medium: 0.05, low: 0.02 },
    latency_p95_ms: { critical: 10_000, high: 5000, medium: 2000, low: 1000 },
  },
  severity_scale: {
    error_rate: { critical: 6, high: 2, medium: 1, low: 0.4 },
    latency: { critical: 5, high: 2.5, medium: 1, low: 0.5 },
  },
};

export function makeEntry(entry: Partial<ServiceEntry> = {}): ServiceEntry {
  return { priority: 'medium', calls: [], thresholds: {}, ...entry };
}

/** frontend → checkout → payment, email; frontend → cart; and a load generator that is not watched. Priorities and thresholds only where a test gives them. */
export function makeServices(entries: Readonly<Record<string, Partial<ServiceEntry>>> = {}): ServiceCatalog {
  const catalog: Record<string, ServiceEntry> = {
    frontend: makeEntry({ container: 'frontend', calls: ['checkout', 'cart'] }),
    checkout: makeEntry({ container: 'checkout', calls: ['payment', 'email'] }),
    cart: makeEntry({ container: 'cart' }),
    payment: makeEntry({ container: 'payment' }),
    email: makeEntry({ container: 'email' }),
    'load-generator': makeEntry({ priority: 'off', calls: ['frontend'] }),
  };
  for (const [name, entry] of Object.entries(entries)) catalog[name] = { ...(catalog[name] ?? makeEntry()), ...entry };
  return { discovery: { exclude: ['otel-collector', 'jaeger*', 'prometheus*'], default_priority: 'medium' }, entry: 'frontend', catalog };
}

/** A healthy service with plenty of traffic; `errors` follow from requests and error rate unless they are given. */
export function makeSample(sample: Partial<ServiceSample> & { readonly service: string }): ServiceSample {
  const requests = sample.requests ?? 1000;
  const error_rate = sample.error_rate ?? 0;
  return {
    window: WINDOW,
    requests,
    requests_per_s: requests / 900,
    errors: Math.round(requests * error_rate),
    error_rate,
    latency_avg_ms: 20,
    latency_p95_ms: null,
    latency_p99_ms: 100,
    ...sample,
  };
}

export function makeInput(input: Partial<DetectionInput> = {}): DetectionInput {
  return { window: WINDOW, samples: [], previous: [], resources: [], known_down: [], rules: RULES, services: makeServices(), ...input };
}

export function makeFinding(finding: Partial<Finding> = {}): Finding {
  return {
    service: 'payment',
    symptom: 'error_rate',
    unit: 'ratio',
    value: 0.41,
    threshold: 0.05,
    baseline: null,
    requests: 1000,
    window: WINDOW,
    severity: 'high',
    rule: 'absolute',
    reason: 'error_rate 0.410 above 0.050',
    ...finding,
  };
}

export function makeIncidentFinding(finding: Partial<IncidentFinding> = {}): IncidentFinding {
  const { service, symptom, unit, value, threshold, baseline, severity, reason } = makeFinding();
  const made = { service, symptom, unit, value, worst_value: value, threshold, baseline, severity, reason, first_at: iso(), last_at: iso(), active: true, ...finding };
  return { ...made, key: findingKey(made) };
}

export function makeIncident(incident: Partial<Incident> = {}): Incident {
  return {
    id: 'INC-20261120-001',
    status: 'open',
    informational: false,
    lock: null,
    detected_at: iso(),
    detected_by: 'ops-monitor',
    service: 'payment',
    suspect_reason: 'the only service with findings',
    symptom: 'error_rate',
    severity: 'high',
    findings: [makeIncidentFinding()],
    trace_ids: [],
    opened_reason: 'above its threshold',
    ticket: null,
    ticket_state: null,
    ticket_priority: null,
    message: null,
    message_digest: null,
    message_settled: false,
    recovered_at: null,
    diagnosis: null,
    attempts: [],
    checks: [],
    proposals: [],
    escalation: null,
    acknowledged: null,
    resolved_at: null,
    resolution: null,
    time_to_repair_s: null,
    reopened: 0,
    reopened_at: null,
    updated_at: iso(),
    ...incident,
  };
}

/** A diagnosis that a restart may mend. */
export function makeDiagnosis(diagnosis: Partial<Diagnosis> = {}): Diagnosis {
  return {
    at: iso(),
    suspect: 'payment',
    cause: 'its container runs but does not answer',
    reason: 'runbook high_error_rate: it is for the symptom error_rate',
    runbook: 'high_error_rate',
    container: null,
    evidence: ['a log line'],
    repairable: true,
    ...diagnosis,
  };
}

export function makeAttempt(attempt: Partial<RepairAttempt> = {}): RepairAttempt {
  return {
    n: 1,
    runbook: 'high-error-rate',
    action: 'restart',
    target: 'payment',
    fence: null,
    planned_at: iso(),
    acted_at: null,
    ended_at: null,
    result: 'pending',
    reason: 'it is for the symptom error_rate',
    ...attempt,
  };
}

export function makeCheck(check: Partial<VerificationCheck> = {}): VerificationCheck {
  return { at: iso(), passed: true, reason: 'within every limit', error_rate: 0, latency_p95_ms: null, latency_p99_ms: 100, requests: 500, ...check };
}

export function makeSuspicion(finding: Finding, suspicion: Partial<Suspicion> = {}): Suspicion {
  return { key: findingKey(finding), status: 'active', first_at: iso(), last_at: iso(), cycles: 1, finding, suppressed: null, incident_id: null, ...suspicion };
}

export function makeContainer(container: Partial<ContainerState> = {}): ContainerState {
  return {
    id: 'a'.repeat(64),
    name: 'payment',
    status: 'running',
    running: true,
    health: null,
    exit_code: 0,
    oom_killed: false,
    started_at: iso(),
    restart_count: 0,
    memory_limit_bytes: null,
    ...container,
  };
}

export const HOLDER: Holder = { instance: 'one', agent: 'jira-resolver', host: 'here', boot: 'boot', pid: 1, started: '1' };
