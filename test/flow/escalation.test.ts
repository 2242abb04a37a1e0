import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../cli/deployment.ts';
import { eventually } from '../adapters/store/eventually.ts';
import { FLOW_MS, STAGE_MS, STEP_MS } from './limits.ts';
import { raiseStage, type Flow } from './raise-stage.ts';
import { eventOf, furtherRounds, incidentOn } from './wait-for.ts';
import { worldBooks } from './world-books.ts';

const L2_AFTER_S = 5;
// The command that acknowledges must be quicker, on whatever machine.
const L3_AFTER_S = 10;

/** Includes must stay inside their root's folder, so the root stands beside the one that it changes. */
const ROOT_FILE = join(PROJECT_ROOT, `atlas.flow-${process.pid}.json5`);
const ROOT = `{
  $include: './atlas.sandbox.json5',
  escalation: {
    levels: [
      { level: 1, contact: 'jira-resolver', after_s: ${L2_AFTER_S} },
      { level: 2, contact: '@first', after_s: ${L3_AFTER_S} },
      { level: 3, contact: '@second', after_s: 600 },
    ],
  },
}
`;

describe('an incident that Atlas cannot mend in time', () => {
  let flow: Flow;
  beforeAll(async () => {
    await writeFile(ROOT_FILE, ROOT);
    flow = await raiseStage({ seed: 15, config: ROOT_FILE });
    // Nothing can be repaired: the clock alone decides who is called.
    await writeFile(join(flow.stateDir, 'locks', 'freeze.lock'), `{ reason: 'nobody may restart' }`);
  }, STAGE_MS);
  afterAll(async () => {
    await flow.end();
    await rm(ROOT_FILE, { force: true });
  }, STAGE_MS);

  it('climbs to the second and the third level, each called in a message of its own', async () => {
    await flow.rehearse('wedged');
    const second = await eventOf(flow, 'incident.escalated', (event) => event.data['level'] === 2);
    expect(second.data).toMatchObject({ contact: '@first', handed_over: false, reason: `not repaired within ${L2_AFTER_S} s` });
    const third = await eventOf(flow, 'incident.escalated', (event) => event.data['level'] === 3 && event.incident_id === second.incident_id);
    expect(third.data).toMatchObject({ contact: '@second', reason: `not acknowledged by @first within ${L3_AFTER_S} s` });
    expect(Date.parse(third.at) - Date.parse(second.at)).toBeGreaterThanOrEqual(L3_AFTER_S * 1000);

    const calls = await eventually('both calls in the chat', async () => {
      const { messages } = await worldBooks(flow.world);
      const found = messages.filter((message) => message.content.includes('@first') || message.content.includes('@second'));
      return found.length >= 2 ? found : null;
    }, STEP_MS);
    expect(calls.map((call) => call.pings.role_ids)).toEqual([[flow.world.env['DISCORD_ONCALL_ROLE']], [flow.world.env['DISCORD_ONCALL_ROLE']]]);
    await rm(join(flow.stateDir, 'locks', 'freeze.lock'));
    await incidentOn(flow, 'cart', 'is resolved', (incident) => incident.status === 'resolved');
  }, FLOW_MS);

  it('goes no further once somebody has acknowledged it', async () => {
    await writeFile(join(flow.stateDir, 'locks', 'freeze.lock'), `{ reason: 'nobody may restart' }`);
    await flow.rehearse('bad-flag');
    const called = await incidentOn(flow, 'ad', 'is with the second level', (incident) => incident.escalation?.level === 2);
    const { stdout } = await promisify(execFile)(process.execPath, [join(PROJECT_ROOT, 'cli', 'atlas.js'), 'ack', called.id, '--by', 'kim', '--config', ROOT_FILE, '--state', flow.stateDir], { env: process.env });
    expect(stdout).toContain(`${called.id} is with kim`);

    const due_ms = Date.parse(called.escalation?.at ?? '') + L3_AFTER_S * 1000;
    await eventually('the time of the second level is over', () => Date.now() > due_ms, STEP_MS);
    await furtherRounds(flow, 'jira-resolver/resolve', 4);
    const after = await incidentOn(flow, 'ad', 'is still there', (incident) => incident.id === called.id);
    expect(after).toMatchObject({ escalation: { level: 2 }, acknowledged: { by: 'kim' } });
    expect((await flow.state.ledger.events({ kinds: ['incident.escalated'], incident_id: called.id })).map((event) => event.data['level'])).toEqual([2]);
  }, FLOW_MS);
});
