import { describe, expect, test } from 'vitest';
import { loadIn, shippedCopy } from './deployment-in-test.ts';

/** Values that are right by themselves and wrong beside others: what is written, where it is told, and why. */
const WRONG: readonly (readonly [main: string, path: string, expected: RegExp, got: RegExp])[] = [
  ["agents: { atlas: { tools: ['discord.post', 'discord.post'] } }", 'agents.atlas.tools[1]', /each tool once/, /again/],
  ['agents: { atlas: { restart_backoff_s: { first: 9, max: 3 } } }', 'agents.atlas.restart_backoff_s.first', /at most max/, /9/],
  ["agents: { 'demo-controller': { daily_pattern: { phases: [{ from_hour: 9, to_hour: 9, scenario: 'normal' }] } } }", 'agents.demo-controller.daily_pattern.phases[0].to_hour', /more than from_hour/, /9/],
  ["agents: { 'demo-controller': { daily_pattern: { phases: [{ from_hour: 0, to_hour: 9, scenario: 'normal' }, { from_hour: 8, to_hour: 10, scenario: 'high' }] } } }", 'agents.demo-controller.daily_pattern.phases[1].from_hour', /no other phase/, /overlap with 0-9/],
  ["agents: { 'demo-controller': { daily_pattern: { phases: [{ from_hour: 0, to_hour: 9, scenario: 'nomal' }] } } }", 'agents.demo-controller.daily_pattern.phases[0].scenario', /name of a scenario/, /nomal/],
  ["agents: { atlas: { tools: ['discord.read'] } }", 'bindings[0].agent', /discord\.post/, /atlas/],
  ["bindings: [{ agent: 'atlas', channel: 'bug', messages: ['report'] }, { agent: 'atlas', channel: 'review', messages: ['report'] }]", 'bindings[1].messages', /one channel/, /second one for report/],
  ["scenarios: { wedged: { name: 'stuck' } }", 'scenarios.wedged.name', /"wedged"/, /"stuck"/],
  ["scenarios: { wedged: { flags: [{ flag: 'a', variant: 'on' }, { flag: 'a', variant: 'off' }] } }", 'scenarios.wedged.flags[1].flag', /each flag once/, /again/],
  ["scenarios: { wedged: { flags: [{ flag: 'a', variant: 'on', pulse_s: 9999 }] } }", 'scenarios.wedged.flags[0].pulse_s', /at most duration_s/, /9999/],
  ['scenarios: { stress: { duration_s: 9999 } }', 'scenarios.stress.duration_s', /lock_max_s/, /9999/],
  ['scenarios: { stress: { stress: true, validate: false, expected: { ticket: true } } }', 'scenarios.stress.expected.ticket', /validate/, /under the lock/],
  ["services: { catalog: { cart: { calls: ['cart'] } } }", 'services.catalog.cart.calls[0]', /another service/, /itself/],
  ["services: { catalog: { cart: { container: 'same' }, payment: { container: 'same' } } }", 'services.catalog.cart.container', /of its own/, /payment/],
  ["alerting: { notify_from: 'high', mention_from: 'low' }", 'alerting.mention_from', /people are called about what they are told of/, /low/],
  ['alerting: { severity_scale: { latency: { low: 7 } } }', 'alerting.severity_scale.latency.low', /less than medium/, /7/],
  ["policy: { rate_limits: [{ tool: 'jira.create', max: 1, per_s: 60 }, { tool: 'jira.create', max: 2, per_s: 60 }] }", 'policy.rate_limits[1]', /one limit/, /second one/],
  ['policy: { effects: { retry_first_s: 60, retry_max_s: 5 } }', 'policy.effects.retry_first_s', /retry_max_s/, /60/],
  ['policy: { scale: { min_replicas: 3, max_replicas: 1 } }', 'policy.scale.min_replicas', /max_replicas/, /3/],
  ["policy: { scale: { services: ['chekout'] } }", 'policy.scale.services[0]', /services\.catalog/, /chekout/],
  ["runbook_index: { order: ['oom_kill', 'oom_kill'] }", 'runbook_index.order[1]', /each runbook once/, /again/],
];

describe('sections that do not fit each other', () => {
  test.each(WRONG)('%s', async (main, path, expected, got) => {
    const loaded = await loadIn(shippedCopy(`{\n  $include: './atlas.sandbox.json5',\n  ${main},\n}`));
    if (loaded.ok) throw new Error('it was accepted');
    const problem = loaded.problems.find((one) => one.path === path);
    expect(problem, JSON.stringify(loaded.problems, null, 1)).toMatchObject({ expected: expect.stringMatching(expected), got: expect.stringMatching(got) });
  });

  test('wrong sections do not hide what right ones say of each other', async () => {
    const loaded = await loadIn(shippedCopy("{ $include: './atlas.sandbox.json5', language: 'de', runbook_index: { order: ['oom_kil'] } }"));
    if (loaded.ok) throw new Error('it was accepted');
    expect(loaded.problems.map((problem) => problem.path)).toEqual(['language', 'runbook_index.order[0]']);
  });
});

/** What is allowed and looks unintended. */
const UNUSUAL: readonly (readonly [main: string, path: string, expected: RegExp])[] = [
  ["policy: { rate_limits: [{ tool: 'signoz.*', max: 1, per_s: 1 }, { tool: 'jira.create', max: 1, per_s: 1 }] }", 'agents.atlas.tools[0]', /rate limit for discord\.post/],
  ["channels: { bug: { channel_id: '' } }", 'channels.bug.channel_id', /id of a channel/],
  ["runbook_index: { order: ['oom_kill'] }", 'runbooks.high_latency', /runbook_index\.order/],
  ["policy: { restart: { never: ['car*'] } }", 'services.catalog.cart.container', /may restart/],
  ['policy: { restart: { never: [] } }', 'policy.restart.never', /databases and queues/],
  ["scenarios: { idle: { name: 'idle', title: 'Nothing', duration_s: 5, expected: { response: 'warning' } } }", 'scenarios.idle', /load, flags or flag evaluations/],
];

describe('what is allowed and looks unintended is a warning', () => {
  test.each(UNUSUAL)('%s', async (main, path, expected) => {
    const loaded = await loadIn(shippedCopy(`{ $include: './atlas.sandbox.json5', ${main} }`));
    expect(loaded.ok, JSON.stringify(loaded, null, 1)).toBe(true);
    expect(loaded.warnings.find((one) => one.path === path)).toMatchObject({ expected: expect.stringMatching(expected) });
  });
});
