import type { TelemetryStore } from '../telemetry/telemetry-store.ts';
import { entrySpans } from './entry-spans.ts';

/** A rule on the share of failed entry requests of any service. */
export interface AlertRule {
  readonly id: string;
  readonly name: string;
  readonly severity: 'critical' | 'error' | 'warning' | 'info';
  readonly description: string;
  /** Fires above this, 0..1. */
  readonly error_rate: number;
  readonly window_s: number;
}

export interface FiringAlert {
  readonly rule: AlertRule;
  readonly service: string;
  /** Epoch milliseconds at which it was first seen firing. */
  readonly since_ms: number;
}

/** The backend's own alert rules, evaluated when somebody asks. */
export interface AlertBook {
  readonly rules: readonly AlertRule[];
  firing(now_ms: number): readonly FiringAlert[];
}

export const DEFAULT_ALERT_RULES: readonly AlertRule[] = [
  { id: '0199a1b2-0000-7000-8000-000000000001', name: 'HighErrorRate', severity: 'critical', description: 'More than 30 % of the requests of a service fail.', error_rate: 0.3, window_s: 60 },
  { id: '0199a1b2-0000-7000-8000-000000000002', name: 'ElevatedErrorRate', severity: 'warning', description: 'More than 5 % of the requests of a service fail.', error_rate: 0.05, window_s: 60 },
];

/** Makes the book of rules over what the store holds. */
export function createAlertBook(store: TelemetryStore, rules: readonly AlertRule[]): AlertBook {
  const since = new Map<string, number>();

  function firingServices(rule: AlertRule, now_ms: number): readonly string[] {
    const by_service = Map.groupBy(entrySpans(store, now_ms - rule.window_s * 1000, now_ms), (span) => span.service);
    return [...by_service].filter(([, spans]) => spans.filter((span) => span.status_code === 2).length / spans.length > rule.error_rate).map(([service]) => service);
  }

  return {
    rules,
    firing(now_ms) {
      const firing = rules.flatMap((rule) =>
        firingServices(rule, now_ms).map((service) => {
          const since_ms = since.get(`${rule.id} ${service}`) ?? now_ms;
          return { rule, service, since_ms };
        }),
      );
      since.clear();
      for (const alert of firing) since.set(`${alert.rule.id} ${alert.service}`, alert.since_ms);
      return firing;
    },
  };
}
