import { join } from 'node:path';
import { startDetached } from '../adapters/host/agent-process.ts';
import { createLogger, rotatingFile } from '../adapters/host/logger.ts';
import { runAgent } from '../agents/main.ts';
import type { AgentName } from '../core/agent.ts';
import { createFailpoint } from '../core/failpoint.ts';
import { PROJECT_ROOT, type Deployment } from './deployment.ts';
import { endWith } from './end-with.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { AGENT_NODE_FLAGS } from './node-flags.ts';

export interface AgentProcessOptions {
  readonly dryRun?: boolean;
  readonly supervise?: boolean;
  readonly log?: string;
  readonly dieWith?: string;
}

/** One agent as this process: its log, its signals, and for atlas the way to start the others. */
export async function runAgentProcess(name: AgentName, deployment: Deployment, options: AgentProcessOptions): Promise<ExitCode> {
  const { audit } = deployment.settings.policy;
  const write = options.log === undefined ? (line: string) => void process.stderr.write(`${line}\n`) : rotatingFile(options.log, { max_bytes: audit.max_log_bytes, keep: audit.keep_logs });
  const log = createLogger({ name, level: 'info', now: () => Date.now(), redact: deployment.redact, write });
  const ending = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => { ending.abort(); });
  if (options.dieWith !== undefined) endWith(options.dieWith, () => { ending.abort(); });
  // A rejection that nobody awaited is a defect of ours: the process dies, is started anew, and the ledger knows where it was.
  process.on('unhandledRejection', (reason) => {
    log.error('unhandled rejection', { error: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) });
    process.exit(EXIT.failed);
  });
  const exit = await runAgent({
    name,
    ...deployment,
    log,
    dry_run: options.dryRun === true,
    signal: ending.signal,
    startAgent: name === 'atlas' && options.supervise === true ? (agent) => { startAgentProcess(agent, deployment, options); } : null,
    failpoint: createFailpoint(process.env['ATLAS_FAILPOINT'], () => process.kill(process.pid, 'SIGKILL')) as (failpoint: string) => void,
  });
  // Libraries may keep sockets open for a while; everything that matters is in the ledger.
  setTimeout(() => process.exit(), 1_000).unref();
  return exit === 'ended' ? EXIT.fine : EXIT.failed;
}

/** Starts an agent that outlives us. */
export function startAgentProcess(agent: AgentName, deployment: Deployment, options: AgentProcessOptions): number | null {
  const logs = join(deployment.stateDir, 'logs');
  const args = ['agent', agent, '--config', deployment.rootFile, '--state', deployment.stateDir, '--log', join(logs, `${agent}.log`)];
  if (agent === 'atlas') args.push('--supervise');
  if (options.dryRun === true) args.push('--dry-run');
  if (options.dieWith !== undefined) args.push('--die-with', options.dieWith);
  return startDetached({
    node_flags: AGENT_NODE_FLAGS,
    script: join(PROJECT_ROOT, 'cli', 'atlas.js'),
    args,
    env: deployment.env,
    cwd: PROJECT_ROOT,
    output_file: join(logs, `${agent}.out`),
  });
}
