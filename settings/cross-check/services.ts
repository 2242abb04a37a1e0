import { suggest } from '../suggest.ts';
import { error, type KnownSections, type Remark } from './remark.ts';

/** The graph must hold together: everything called is in it, the entry too, and no container stands for two services. */
export function checkServices({ services }: KnownSections): readonly Remark[] {
  if (services === undefined) return [];
  const names = Object.keys(services.catalog);
  const known = new Set(names);
  const remarks: Remark[] = [];
  if (!known.has(services.entry)) {
    remarks.push(error(['services', 'entry'], 'a service of services.catalog', JSON.stringify(services.entry), suggest(services.entry, names)));
  }
  const container_of = new Map<string, string>();
  for (const [name, service] of Object.entries(services.catalog)) {
    for (const [index, callee] of service.calls.entries()) {
      const path = ['services', 'catalog', name, 'calls', index];
      if (callee === name) remarks.push(error(path, 'another service', 'the service itself'));
      else if (!known.has(callee)) remarks.push(error(path, 'a service of services.catalog', JSON.stringify(callee), suggest(callee, names)));
    }
    if (service.container === undefined) continue;
    const other = container_of.get(service.container);
    if (other !== undefined) remarks.push(error(['services', 'catalog', name, 'container'], 'a container of its own', `the container of ${other}`));
    container_of.set(service.container, name);
  }
  return remarks;
}
