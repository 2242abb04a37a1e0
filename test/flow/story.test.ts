import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { pidsWith } from '../../bench/process-usage.ts';
import type { AgentName } from '../../core/agent.ts';
import { eventually } from '../adapters/store/eventually.ts';
import { judgeRun } from '../faults/judge-run.ts';
import { playStory, type Played } from '../faults/play-story.ts';
import { FLOW_MS, STEP_MS } from './limits.ts';

const CLEAN = { closed: true, lost_incidents: 0, duplicate_tickets: 0, double_restarts: 0, duplicate_messages: 0 };

/** Waits, from outside, until the ledger of a running demo has such an event. */
async function untilWritten(stateDir: string, where: string): Promise<void> {
  const file = join(stateDir, 'ledger.db');
  await eventually('the ledger', () => existsSync(file), STEP_MS);
  await eventually(where, () => {
    // Opened anew each time: the first looks may come before its tables.
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database.prepare(`SELECT 1 FROM events WHERE ${where} LIMIT 1`).get() !== undefined;
    } catch {
      return false;
    } finally {
      database.close();
    }
  }, STEP_MS);
}

/** Kills the agent as soon as that is written. */
function killAt(agent: AgentName, where: string): (stateDir: string) => Promise<string> {
  return async (stateDir) => {
    await untilWritten(stateDir, where);
    const [pid] = pidsWith(['agent', agent, stateDir]);
    if (pid === undefined) return `${agent} was not there`;
    process.kill(pid, 'SIGKILL');
    return `${agent} killed`;
  };
}

function explain(played: Played): string {
  return played.output.split('\n').slice(-60).join('\n');
}

/** The processes of a run are found in the kernel's own list of them. */
const has_proc = process.platform === 'linux';
if (!has_proc) console.warn('skipped: there is no /proc in which to find the agents');

describe.skipIf(!has_proc)('a story of the demo', () => {
  it('closes through a Korean Jira, though atlas is killed while the repair is under way', async () => {
    const played = await playStory({ story: 'wedged', seed: 21, language: 'ko', disturb: killAt('atlas', `kind = 'incident.opened'`) });
    expect(played.disturbance).toBe('atlas killed');
    expect(judgeRun(played), explain(played)).toEqual(CLEAN);
    expect(played.output, 'the keeper brought it back').toContain('starts atlas again');
    expect(played.outcome?.incidents).toMatchObject([{ service: 'cart', outcome: 'resolved', restarts: 1, ticket_status: '완료' }]);
  }, FLOW_MS);

  it('closes though the resolver is killed in the middle of a restart, and the restart is not made twice', async () => {
    const attempted = `kind = 'effect.attempted' AND json_extract(data, '$.tool') = 'docker.restart'`;
    const played = await playStory({ story: 'bad-flag', seed: 22, disturb: killAt('jira-resolver', attempted) });
    expect(played.disturbance).toBe('jira-resolver killed');
    expect(judgeRun(played), explain(played)).toEqual(CLEAN);
    expect(played.outcome?.incidents).toMatchObject([{ service: 'ad', outcome: 'escalated', restarts: 3, ticket_status: 'To Do' }]);
  }, FLOW_MS);
});
