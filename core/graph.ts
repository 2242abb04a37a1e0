import { configuredEntry, type ServiceCatalog } from './catalog.ts';

/** Everything that `service` calls, directly or through others; never itself. Cycles end. */
export function calleesOf(services: ServiceCatalog, service: string): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [service];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const callee of configuredEntry(services, next)?.calls ?? []) {
      if (found.has(callee) || callee === service) continue;
      found.add(callee);
      open.push(callee);
    }
  }
  return found;
}

export function directCallersOf(services: ServiceCatalog, service: string): readonly string[] {
  return Object.entries(services.catalog)
    .filter(([, entry]) => entry.calls.includes(service))
    .map(([name]) => name);
}

/** Everything that calls `service`, directly or through others. */
export function callersOf(services: ServiceCatalog, service: string): ReadonlySet<string> {
  return new Set(Object.keys(services.catalog).filter((name) => name !== service && calleesOf(services, name).has(service)));
}

/** Can trouble in one show in the other? Only along the direction of the calls: two callees of one caller are strangers. */
export function areRelated(services: ServiceCatalog, a: string, b: string): boolean {
  return a === b || calleesOf(services, a).has(b) || calleesOf(services, b).has(a);
}
