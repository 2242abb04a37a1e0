import { suggest } from '../suggest.ts';
import { error, warning, type KnownSections, type Remark } from './remark.ts';

/** Rehearsals: what is referred to exists, and what they expect can be noticed. */
export function checkScenarios(settings: KnownSections): readonly Remark[] {
  const { scenarios } = settings;
  if (scenarios === undefined) return [];
  const names = Object.keys(scenarios);
  const missing = (path: readonly (string | number)[], name: string): readonly Remark[] =>
    names.includes(name) ? [] : [error(path, 'the name of a scenario', JSON.stringify(name), suggest(name, names))];
  const controller = settings.agents?.['demo-controller'];
  const referred = controller === undefined ? [] : [
    ...controller.daily_pattern.phases.flatMap((phase, index) => missing(['agents', 'demo-controller', 'daily_pattern', 'phases', index, 'scenario'], phase.scenario)),
    ...controller.stress_sequence.scenarios.flatMap((name, index) => missing(['agents', 'demo-controller', 'stress_sequence', 'scenarios', index], name)),
  ];
  return [...referred, ...names.flatMap((name) => checkScenario(name, settings)), ...checkPhases(settings)];
}

function checkScenario(key: string, { scenarios, services, agents }: KnownSections): readonly Remark[] {
  const scenario = scenarios?.[key];
  if (scenario === undefined) return [];
  const at = (...path: readonly (string | number)[]): readonly (string | number)[] => ['scenarios', key, ...path];
  const remarks: Remark[] = [];
  if (scenario.name !== key) remarks.push(error(at('name'), JSON.stringify(key), JSON.stringify(scenario.name)));
  const { service } = scenario.expected;
  const known = services === undefined ? null : Object.keys(services.catalog);
  if (service !== undefined && known?.includes(service) === false) {
    remarks.push(error(at('expected', 'service'), 'a service of services.catalog', JSON.stringify(service), suggest(service, known)));
  }
  for (const [index, { flag, pulse_s }] of scenario.flags.entries()) {
    if (scenario.flags.findIndex((other) => other.flag === flag) !== index) remarks.push(error(at('flags', index, 'flag'), 'each flag once', `${JSON.stringify(flag)} again`));
    if (pulse_s !== undefined && pulse_s > scenario.duration_s) remarks.push(error(at('flags', index, 'pulse_s'), `at most duration_s (${scenario.duration_s})`, String(pulse_s)));
  }
  const lock_max_s = agents?.['demo-controller'].lock_max_s;
  if (scenario.stress && lock_max_s !== undefined && scenario.duration_s > lock_max_s) {
    remarks.push(error(at('duration_s'), `at most agents.demo-controller.lock_max_s (${lock_max_s}), as it holds the lock`, String(scenario.duration_s)));
  }
  if (scenario.expected.ticket && scenario.stress && !scenario.validate) {
    remarks.push(error(at('expected', 'ticket'), 'false, or validate: true', 'a ticket expected under the lock, where none is opened'));
  }
  const changes = scenario.load !== undefined || scenario.flags.length > 0 || scenario.flag_evaluations_per_s > 0;
  if (!changes && scenario.expected.response !== 'none') remarks.push(warning(at(), 'load, flags or flag evaluations', 'a scenario that changes nothing'));
  return remarks;
}

/** A day has no hour that belongs to two phases. */
function checkPhases({ agents }: KnownSections): readonly Remark[] {
  const phases = agents?.['demo-controller'].daily_pattern.phases ?? [];
  return phases.flatMap((phase, index) => {
    const path = ['agents', 'demo-controller', 'daily_pattern', 'phases', index];
    if (phase.from_hour >= phase.to_hour) return [error([...path, 'to_hour'], `more than from_hour (${phase.from_hour})`, String(phase.to_hour))];
    const other = phases.slice(0, index).find((before) => phase.from_hour < before.to_hour && before.from_hour < phase.to_hour);
    return other === undefined ? [] : [error([...path, 'from_hour'], 'hours that no other phase has', `an overlap with ${other.from_hour}-${other.to_hour}`)];
  });
}
