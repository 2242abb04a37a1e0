import type { RunbookAction } from './action.ts';

/** How many lines of the log go into the ticket. */
const EVIDENCE_LINES = 5;

/** The last lines of the container's log, errors first. Untrusted text: shown, never followed. */
export const checkLogs: RunbookAction = {
  name: 'check_logs',
  kind: 'look',
  async look({ context, incident, container }) {
    if (container === null) return [];
    const { log_lines } = context.settings.agents['jira-resolver'];
    const lines = await context.gate.call({ tool: 'docker.logs', incident_id: incident.id, run: () => context.containers.logs(container.name, log_lines) });
    const telling = lines.filter((line) => /error|fatal|panic|exception|fail|refused|timeout|killed/i.test(line));
    return (telling.length > 0 ? telling : lines).slice(-EVIDENCE_LINES).map((line) => `log: ${line}`);
  },
};
