import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { dataOf } from '../../core/event-data.ts';
import { eventually } from '../adapters/store/eventually.ts';
import { FLOW_MS, STAGE_MS, STEP_MS } from './limits.ts';
import { raiseStage, type Flow } from './raise-stage.ts';
import { furtherRounds, incidentOn } from './wait-for.ts';
import { worldBooks } from './world-books.ts';

const FlagDocument = z.looseObject({ flags: z.record(z.string(), z.looseObject({ defaultVariant: z.string() })) });

/** Turns a flag as a person does in flagd-ui: without Atlas. */
async function turnFlagByHand(flow: Flow, flag: string, variant: string): Promise<void> {
  const ui = flow.world.env['FLAGD_UI_URL'] ?? '';
  const document = FlagDocument.parse(await (await fetch(`${ui}/api/read`)).json());
  const { [flag]: before } = document.flags;
  if (before === undefined) throw new Error(`no flag ${flag}`);
  const data = { ...document, flags: { ...document.flags, [flag]: { ...before, defaultVariant: variant } } };
  await fetch(`${ui}/api/write`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ data }) });
}

describe('--dry-run', () => {
  let flow: Flow;
  beforeAll(async () => { flow = await raiseStage({ seed: 14, dryRun: true }); }, STAGE_MS);
  afterAll(async () => { await flow.end(); }, STAGE_MS);

  it('says what it would do, and the world never hears of it', async () => {
    await turnFlagByHand(flow, 'sandboxWedged', 'cart');
    const found = await incidentOn(flow, 'cart', 'is found', (incident) => incident.status !== 'resolved');
    // A rehearsal is an effect too.
    await flow.rehearse('bad-flag');
    const said = await eventually('everything that would be done', async () => {
      const events = (await flow.state.ledger.events({ kinds: ['effect.dry_run'] })).flatMap((event) => dataOf(event, 'effect.dry_run') ?? []);
      return ['jira.create', 'discord.post', 'docker.restart', 'flagd.set'].every((tool) => events.some((event) => event.tool === tool)) ? events : null;
    }, STEP_MS);
    await furtherRounds(flow, 'jira-resolver/resolve', 3);

    const text = (tool: string): string => said.filter((event) => event.tool === tool).map((event) => event.text).join('\n');
    expect(text('jira.create')).toMatch(/would do jira\.create .*cart/);
    expect(text('discord.post')).toContain(found.id);
    expect(text('docker.restart')).toMatch(/would do docker\.restart .*"container":"cart"/);
    expect(text('flagd.set')).toContain('sandboxErrorRate');

    const { issues, messages, restarts, flags } = await worldBooks(flow.world);
    expect(issues).toEqual([]);
    expect(messages).toEqual([]);
    expect(restarts).toEqual([]);
    expect(flags.writes.map((write) => write.changed), 'only ours').toEqual([{ sandboxWedged: expect.stringContaining('cart') as unknown }]);
    expect(await flow.state.ledger.events({ kinds: ['effect.attempted', 'effect.done'] })).toEqual([]);
  }, FLOW_MS);
});
