import type { Command } from 'commander';
import { AGENT_NAMES, isAgentName, type AgentName } from '../../core/agent.ts';
import { openDeployment, type Deployment, type GlobalOptions } from '../deployment.ts';
import { EXIT } from '../exit-codes.ts';
import { withState } from '../operator.ts';
import { paint, say, sayJson, table } from '../print.ts';

interface AgentStatus {
  readonly agent: AgentName;
  readonly state: 'running' | 'silent' | 'stopped' | 'off';
  readonly pid: number | null;
  readonly last_beat_s: number | null;
}

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('who runs, what is open, what is locked')
    .option('--health <agent>', 'only that agent, by exit code: 0 when it is alive (for container health checks)')
    .option('--json', 'print it as JSON')
    .addHelpText('after', '\nExample:\n  atlas status --json')
    .action(async (_: unknown, command: Command) => {
      const options: GlobalOptions & { readonly health?: string } = command.optsWithGlobals();
      const deployment = await openDeployment(options);
      const status = await readStatus(deployment);
      if (options.health !== undefined) {
        const own = isAgentName(options.health) ? status.agents.find((one) => one.agent === options.health) : undefined;
        process.exitCode = own?.state === 'running' ? EXIT.fine : EXIT.failed;
        return;
      }
      if (options.json === true) sayJson(status);
      else print(status);
    });
}

async function readStatus(deployment: Deployment) {
  return withState(deployment, async ({ ledger, locks, heartbeats, isAlive }) => {
    const beats = await heartbeats.all();
    const now_ms = Date.now();
    const agents = AGENT_NAMES.map((agent): AgentStatus => {
      const { enabled, heartbeat } = deployment.settings.agents[agent];
      const beat = beats.find((one) => one.agent === agent);
      const last_beat_s = beat === undefined ? null : (now_ms - beat.beat_at_ms) / 1000;
      const alive = beat !== undefined && isAlive(beat.holder);
      const state = !enabled ? 'off' : !alive ? 'stopped' : (last_beat_s ?? 0) > heartbeat.max_age_s ? 'silent' : 'running';
      return { agent, state, pid: alive ? beat.holder.pid : null, last_beat_s };
    });
    const incidents = await ledger.list('incident');
    const head = await ledger.read((view) => view.head());
    return {
      agents,
      open_incidents: incidents.filter((incident) => incident.status !== 'resolved').map(({ id, service, status, severity, ticket }) => ({ id, service, status, severity, ticket: ticket?.key ?? null })),
      incidents: incidents.length,
      locks: await locks.active(),
      ledger: head,
      state: deployment.stateDir,
    };
  });
}

function print(status: Awaited<ReturnType<typeof readStatus>>): void {
  const colour = { running: 'green', silent: 'yellow', stopped: 'red', off: 'gray' } as const;
  const rows = status.agents.map((one) => [one.agent, paint(colour[one.state], one.state), one.pid === null ? '–' : String(one.pid), one.last_beat_s === null ? '–' : `${one.last_beat_s.toFixed(1)} s ago`]);
  say(table(['agent', 'state', 'pid', 'heartbeat'], rows));
  say();
  say(status.open_incidents.length === 0 ? `No open incidents (${status.incidents} in all).` : table(['incident', 'service', 'status', 'severity', 'ticket'], status.open_incidents.map((one) => [one.id, one.service, one.status, one.severity, one.ticket ?? '–'])));
  for (const lock of status.locks) say(`Locked: ${lock.name} by ${lock.locked_by}: ${lock.reason}`);
  say(`Ledger: ${status.ledger.seq} events, head ${status.ledger.hash.slice(0, 8)}`);
}
