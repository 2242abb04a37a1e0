import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textIn } from '../../core/event.ts';
import { FLOW_MS, STAGE_MS } from './limits.ts';
import { raiseStage, type Flow } from './raise-stage.ts';
import { eventOf, furtherRounds, incidentOn } from './wait-for.ts';
import { worldBooks } from './world-books.ts';

const ROUNDS = 4;

describe('a lock file that somebody drops into the folder', () => {
  let flow: Flow;
  beforeAll(async () => { flow = await raiseStage({ seed: 11 }); }, STAGE_MS);
  afterAll(async () => { await flow.end(); }, STAGE_MS);

  function lockFile(name: string): string {
    return join(flow.stateDir, 'locks', `${name}.lock`);
  }

  it('stops restarts while it is there, also when nobody can read it, and lets them go on when it is gone', async () => {
    await writeFile(lockFile('freeze'), `{ locked_by: 'kim', reason: 'we are moving house' }`);
    await flow.rehearse('wedged');

    const refused = await eventOf(flow, 'guard.refused', (event) => textIn(event.data, 'reason').includes('freeze'));
    expect(refused.data['reason']).toContain('kim: we are moving house');
    const seen = await incidentOn(flow, 'cart', 'is diagnosed', (incident) => incident.diagnosis !== null && incident.ticket_state === 'in_progress');
    await furtherRounds(flow, 'jira-resolver/resolve', ROUNDS);
    const { issues, restarts } = await worldBooks(flow.world);
    const ticket = issues.find((issue) => issue.key === seen.ticket?.key);
    expect(ticket?.status.name).toBe('In Progress');
    expect(ticket?.comments.map((comment) => comment.text).join('\n')).toContain(seen.diagnosis?.cause);
    expect(restarts, 'the engine was asked for nothing').toEqual([]);

    // Half of a file, put there whole: the other lock goes only when this one counts.
    await writeFile(join(flow.stateDir, 'broken.tmp'), `{ locked_by: 'ki`);
    await rename(join(flow.stateDir, 'broken.tmp'), lockFile('broken'));
    await eventOf(flow, 'lock.alarm', (event) => event.data['name'] === 'broken' && event.data['state'] === 'unreadable');
    await rm(lockFile('freeze'));
    await eventOf(flow, 'guard.refused', (event) => textIn(event.data, 'reason').includes('broken') && event.seq > refused.seq);
    await furtherRounds(flow, 'jira-resolver/resolve', ROUNDS);
    expect((await worldBooks(flow.world)).restarts, 'still nothing').toEqual([]);

    await rm(lockFile('broken'));
    const mended = await incidentOn(flow, 'cart', 'is resolved', (incident) => incident.status === 'resolved' && incident.ticket_state === 'done');
    expect(mended).toMatchObject({ id: seen.id, resolution: 'repaired' });
    const after = await worldBooks(flow.world);
    expect(after.restarts.map((restart) => restart.name)).toEqual(['cart']);
    expect(after.issues.map((issue) => issue.status.name)).toEqual(['Done']);
  }, FLOW_MS);
});
