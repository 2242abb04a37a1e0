import type { RunbookAction } from './action.ts';

/** CPU and memory of the container, as shares of what it may use. */
export const checkResources: RunbookAction = {
  name: 'check_resources',
  kind: 'look',
  async look({ context, incident, container }) {
    if (container === null || !container.running) return [];
    const stats = await context.gate.call({ tool: 'docker.stats', incident_id: incident.id, run: () => context.containers.stats(container.name) });
    const cpu = stats.cpu_usage === null ? 'CPU unknown' : `CPU ${Math.round(stats.cpu_usage * 100)} %`;
    const memory = stats.memory_usage === null ? `${Math.round(stats.memory_bytes / 1_048_576)} MiB` : `memory ${Math.round(stats.memory_usage * 100)} % of its limit`;
    return [`${container.name}: ${cpu}, ${memory}`];
  },
};
