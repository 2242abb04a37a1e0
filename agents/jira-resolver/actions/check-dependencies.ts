import type { RunbookAction } from './action.ts';

/** The containers of what the target calls: a failure there would be the cause, not the symptom. */
export const checkDependencies: RunbookAction = {
  name: 'check_dependencies',
  kind: 'look',
  async look({ context, incident, target }) {
    const callees = context.settings.services.catalog[target]?.calls ?? [];
    if (callees.length === 0) return [`${target} calls nothing that is configured`];
    const all = await context.gate.call({ tool: 'docker.list', incident_id: incident.id, run: () => context.containers.list() });
    const down = callees.filter((callee) => {
      const name = context.settings.services.catalog[callee]?.container;
      const container = all.find((one) => one.name === name);
      return container !== undefined && !container.running;
    });
    return [down.length === 0 ? `${target} calls ${callees.join(', ')}: their containers run` : `${target} calls ${down.join(', ')}, which do not run`];
  },
};
