import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createQueueProducer } from '../../adapters/store/queue-producer.ts';
import { verifyLedger } from '../../adapters/store/verify-ledger.ts';
import { ledgerFile } from '../../agents/state.ts';
import { newEvent } from '../../core/event-data.ts';
import { requestScenario } from '../../core/scenario/request.ts';
import type { ScenarioRun } from '../../core/scenario-run.ts';
import { CommandError } from '../deployment.ts';
import { EXIT } from '../exit-codes.ts';
import { paint, say, table } from '../print.ts';
import { createLive, type Live } from './live.ts';
import { demoOutcome, type DemoOutcome, type PlayedStory } from './outcome.ts';
import { setStage, untilReady, type Stage, type StageOptions } from './stage.ts';
import { STORIES, type Story, type StoryView } from './stories.ts';
import { askWitness } from './witness.ts';

export interface DemoOptions extends StageOptions {
  /** Only that story. */
  readonly story: string | null;
  readonly jsonFile: string | null;
  readonly keep: boolean;
}

/** A story that takes longer than this did not end as it should. */
const STORY_LIMIT_MS = 45_000;
const REPORT_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 200;

export async function runDemo(options: DemoOptions): Promise<number> {
  const stories = STORIES.filter((story) => options.story === null || story.name === options.story);
  if (stories.length === 0) throw new CommandError(`there is no story "${options.story ?? ''}": ${STORIES.map((story) => story.name).join(', ')}`, EXIT.usage);
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { stopped.abort(); });
  say(paint('bold', 'Atlas demo: a small shop goes wrong, and a team of agents takes care of it.'));
  const stage = await setStage(options);
  try {
    const live = createLive(stage.state.ledger, stage.clock);
    say(`The shop, its traffic and every look-alike are up: ${stage.world.urls['control'] ?? stage.world.env['SANDBOX_CONTROL_URL'] ?? ''}`);
    await untilReady(stage, (what) => { live.waiting(what); });
    const played: PlayedStory[] = [];
    for (const story of stories) {
      if (stopped.signal.aborted) return EXIT.failed;
      played.push(await play(stage, live, story, stopped.signal));
    }
    await showReport(stage, live);
    const outcome = await conclude(stage, played);
    if (options.jsonFile !== null) await writeFile(options.jsonFile, `${JSON.stringify(outcome, null, 2)}\n`);
    if (options.keep) await keepUp(stage, stopped.signal);
    return outcome.closed ? EXIT.fine : EXIT.failed;
  } finally {
    await stage.strike();
  }
}

async function play(stage: Stage, live: Live, story: Story, signal: AbortSignal): Promise<PlayedStory> {
  const { ledger } = stage.state;
  const scenario = stage.deployment.settings.scenarios[story.scenario];
  if (scenario === undefined) throw new CommandError(`the sandbox has no scenario ${story.scenario}`);
  live.heading(`${story.title}. Expected: ${story.expectation}.`);
  const id = `demo-${story.name}`;
  await ledger.append([requestScenario({ ...scenario, name: story.scenario }, 'operator', id)]);
  const start_ms = stage.clock.monotonic_ms();
  for (;;) {
    await live.tell();
    const view = await look(stage, id);
    const late = stage.clock.monotonic_ms() - start_ms > STORY_LIMIT_MS || signal.aborted;
    if (late || story.isOver(view)) {
      await ledger.append([newEvent('scenario.stop_requested', 'operator', null, { id, requested_by: 'operator' })]);
      for (const complaint of story.complaints(view)) say(paint('red', `         not as it should be: ${complaint}`));
      return { story, view };
    }
    live.waiting(view.run.injected_at === null ? 'the rehearsal is prepared' : 'what happens next');
    await stage.clock.sleep(LOOK_EVERY_MS, signal);
  }
}

async function look(stage: Stage, id: string): Promise<StoryView> {
  return stage.state.ledger.read((view) => {
    const run = view.get('scenario_run', id) as ScenarioRun;
    const since = run.injected_at ?? run.requested_at;
    const calls = view.list('effect', ['done']).filter((effect) => effect.tool === 'discord.post' && (effect.result as { purpose?: string } | null)?.purpose === 'escalation');
    return {
      run,
      incidents: view.list('incident').filter((incident) => incident.detected_at >= since),
      called: (incident_id) => calls.some((effect) => effect.incident_id === incident_id),
    };
  });
}

/** The daily report, asked for now instead of at nine in the morning: the same job, by the same way. */
async function showReport(stage: Stage, live: Live): Promise<void> {
  live.heading('The daily report');
  const { settings, stateDir } = stage.deployment;
  const producer = createQueueProducer({ url: settings.integrations.redis.url.reveal(), prefix: settings.integrations.redis.prefix });
  const due_ms = stage.clock.now();
  const file = join(stateDir, 'reports');
  const end_ms = stage.clock.monotonic_ms() + REPORT_LIMIT_MS;
  let name: string | undefined;
  while (name === undefined && stage.clock.monotonic_ms() < end_ms) {
    // Redis may be coming back: the offer is repeated, the slot runs once.
    await producer.offer({ agent: 'ops-monitor', schedule: 'daily_report', due_ms }).catch(() => undefined);
    await stage.clock.sleep(500);
    await live.tell();
    name = (await readdir(file).catch(() => [])).find((one) => one.startsWith('daily-'));
  }
  await producer.close();
  say(name === undefined ? paint('red', 'The report did not come.') : await readFile(join(file, name), 'utf8'));
}

async function conclude(stage: Stage, played: readonly PlayedStory[]): Promise<DemoOutcome> {
  const verdict = await verifyLedger(ledgerFile(stage.deployment.stateDir));
  const all = await stage.state.ledger.list('incident');
  const witness = await askWitness(stage.world.env['SANDBOX_CONTROL_URL'] ?? '');
  const outcome = demoOutcome(played, all, witness, verdict.ok);
  const attempts_acted = (await stage.state.ledger.list('effect', ['done'])).filter((effect) => effect.tool === 'docker.restart').length;
  // Kept beside the ledger: what the world itself saw, for whoever wants to count again.
  await writeFile(join(stage.deployment.stateDir, 'witness.json'), `${JSON.stringify({ ...witness, attempts_acted }, null, 2)}\n`);
  const seconds = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)} s`);
  const rows = outcome.incidents.map((one) => [one.fault, one.id, one.service, seconds(one.detected_after_s), seconds(one.acted_after_s), seconds(one.resolved_after_s), one.outcome, one.ticket ?? '–', one.ticket_status ?? '–', String(one.messages), String(one.restarts)]);
  say(table(['fault', 'incident', 'service', 'detected after', 'acted after', 'repaired after', 'outcome', 'ticket', 'status', 'messages', 'restarts'], rows));
  say(`False incidents: ${outcome.false_incidents}. Ledger: ${verdict.events} events, ${outcome.ledger_verified ? 'whole' : 'NOT WHOLE'}.`);
  for (const incident of all.filter((one) => !outcome.incidents.some((told) => told.id === one.id))) say(paint('red', `Not part of any story: ${incident.id} ${incident.service} ${incident.symptom} (${incident.opened_reason})`));
  say(outcome.closed ? paint('green', 'Every story ended as it should.') : paint('red', 'Not every story ended as it should.'));
  return outcome;
}

async function keepUp(stage: Stage, signal: AbortSignal): Promise<void> {
  say('\nThe world stays up. Ctrl-C ends it.\n');
  say(table(['what', 'where'], Object.entries(stage.world.urls)));
  say(`\nState: ${stage.deployment.stateDir}`);
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => { resolve(); }, { once: true });
    void stage.world.ended.then(() => { resolve(); });
  });
}
