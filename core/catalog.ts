import type { Severity } from './severity.ts';

export type ServicePriority = 'critical' | 'high' | 'medium' | 'low' | 'off';

/** What is configured about one service. */
export interface ServiceEntry {
  readonly container?: string | undefined;
  readonly priority: ServicePriority;
  readonly calls: readonly string[];
  readonly thresholds: {
    readonly error_rate?: number | undefined;
    readonly latency_p95_ms?: number | undefined;
    readonly latency_p99_ms?: number | undefined;
  };
}

/** The services of this deployment: the only source of what may be a suspect or a target. */
export interface ServiceCatalog {
  readonly discovery: { readonly exclude: readonly string[]; readonly default_priority: ServicePriority };
  readonly entry: string;
  readonly catalog: Readonly<Record<string, ServiceEntry>>;
}

/** What settings say of a service; null for one that they do not name. Names come from telemetry: `constructor` is nobody's entry. */
export function configuredEntry(services: ServiceCatalog, name: string): ServiceEntry | null {
  return Object.hasOwn(services.catalog, name) ? (services.catalog[name] ?? null) : null;
}

export function serviceEntry(services: ServiceCatalog, name: string): ServiceEntry {
  return configuredEntry(services, name) ?? { priority: services.discovery.default_priority, calls: [], thresholds: {} };
}

/** Is the service one to watch? Excluded names may end or begin with `*`. */
export function isWatched(services: ServiceCatalog, name: string): boolean {
  if (serviceEntry(services, name).priority === 'off') return false;
  return !services.discovery.exclude.some((pattern) => matchesGlob(pattern, name));
}

/** `*` stands for any characters; everything else is literal. Linear, so that no pattern can hang us. */
export function matchesGlob(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (parts.length === 1) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, from);
    if (found < 0 || found + part.length > text.length - last.length) return false;
    from = found + part.length;
  }
  return true;
}

/** Critical services weigh one step more, low ones one step less. */
export function prioritySteps(priority: ServicePriority): number {
  if (priority === 'critical') return -1;
  return priority === 'low' ? 1 : 0;
}

export const PRIORITY_OF_SEVERITY: Readonly<Record<Severity, 'Highest' | 'High' | 'Medium' | 'Low'>> = {
  critical: 'Highest',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Low',
};
