import { describe, expect, test } from 'vitest';
import { FULL_ENV, loadIn, shippedCopy, write } from './deployment-in-test.ts';

/** What a person may write into the root beside the shipped configuration, and what they are told. */
interface Wrong {
  readonly is: string;
  readonly main: string;
  readonly path: string;
  readonly expected: RegExp;
  readonly got: RegExp;
  readonly suggestion?: string;
}

const SANDBOX = "$include: './atlas.sandbox.json5'";

const WRONG: readonly Wrong[] = [
  { is: 'a text for a number', main: "alerting: { window_s: '15 min' }", path: 'alerting.window_s', expected: /a number/, got: /"15 min"/ },
  { is: 'a number for a text', main: 'policy: { restart: { never: [7] } }', path: 'policy.restart.never[0]', expected: /a text/, got: /7/ },
  { is: 'a list for an object', main: 'verification: []', path: 'verification', expected: /an object/, got: /an empty list/ },
  { is: 'null', main: 'alerting: { min_requests: null }', path: 'alerting.min_requests', expected: /a number/, got: /null/ },
  { is: 'a percentage for a ratio', main: 'alerting: { absolute: { cpu_usage: 90 } }', path: 'alerting.absolute.cpu_usage', expected: /at most 1/, got: /90/ },
  { is: 'a negative duration', main: 'alerting: { cooldown_s: -1 }', path: 'alerting.cooldown_s', expected: /more than 0/, got: /-1/ },
  { is: 'a fraction for a count', main: 'verification: { retries: 1.5 }', path: 'verification.retries', expected: /whole number|int/, got: /1\.5/ },
  { is: 'infinity', main: 'alerting: { expire_s: Infinity }', path: 'alerting.expire_s', expected: /a number/, got: /./ },
  { is: 'an unknown key at the top', main: 'timezone: "UTC"', path: 'timezone', expected: /one of the keys/, got: /unknown key "timezone"/, suggestion: 'time_zone' },
  { is: 'an unknown key far down', main: "agents: { 'ops-monitor': { heartbeat: { max_age: 3 } } }", path: 'agents.ops-monitor.heartbeat.max_age', expected: /max_age_s/, got: /unknown key/, suggestion: 'max_age_s' },
  { is: 'an unknown agent', main: "agents: { 'ops-moniter': {} }", path: 'agents.ops-moniter', expected: /ops-monitor/, got: /unknown key/, suggestion: 'ops-monitor' },
  { is: 'a word that is none of the choice', main: "environment: 'prodution'", path: 'environment', expected: /"production"/, got: /"prodution"/, suggestion: 'production' },
  { is: 'an unknown tool', main: "agents: { 'jira-resolver': { tools: ['docker.restrat'] } }", path: 'agents.jira-resolver.tools[0]', expected: /one of/, got: /docker\.restrat/, suggestion: 'docker.restart' },
  { is: 'a cron expression that never fires', main: "agents: { 'ops-monitor': { schedules: { check: { cron: '99 * * * *' } } } }", path: 'agents.ops-monitor.schedules.check.cron', expected: /cron/, got: /99/ },
  { is: 'a cron expression in words', main: "agents: { atlas: { schedules: { supervise: { cron: 'every minute' } } } }", path: 'agents.atlas.schedules.supervise.cron', expected: /cron/, got: /every minute/ },
  { is: 'a time zone that is none', main: "time_zone: 'Asia/Soul'", path: 'time_zone', expected: /IANA time zone/, got: /Asia\/Soul/ },
  { is: 'an address that is none', main: "integrations: { jira: { site: 'shop.atlassian.net' } }", path: 'integrations.jira.site', expected: /http/, got: /shop\.atlassian\.net/ },
  { is: 'another protocol', main: "integrations: { docker: { gate_url: 'unix:///var/run/docker.sock' } }", path: 'integrations.docker.gate_url', expected: /http/, got: /unix/ },
  { is: 'a status by its name', main: "integrations: { jira: { status_ids: { done: 'Done' } } }", path: 'integrations.jira.status_ids.done', expected: /numeric id/, got: /"Done"/ },
  { is: 'two states with one status', main: "integrations: { jira: { status_ids: { in_progress: '77', done: '77' } } }", path: 'integrations.jira.status_ids.done', expected: /of its own/, got: /in_progress/ },
  { is: 'a pattern that could hang', main: "runbooks: { 'wedged-service': { patterns: ['(?=a)b'] } }", path: 'runbooks.wedged-service.patterns[0]', expected: /RE2/, got: /\(\?=a\)b/ },
  { is: 'a runbook action that nobody knows', main: "runbooks: { 'wedged-service': { steps: [{ action: 'rm', why: 'x' }] } }", path: 'runbooks.wedged-service.steps[0].action', expected: /"restart"/, got: /"rm"/ },
  { is: 'an order with an unknown runbook', main: "runbook_index: { order: ['oom_kil'] }", path: 'runbook_index.order[0]', expected: /name of a runbook/, got: /oom_kil/, suggestion: 'oom_kill' },
  { is: 'a runbook under another name', main: "runbooks: { oom_kill: { name: 'oom' } }", path: 'runbooks.oom_kill.name', expected: /"oom_kill"/, got: /"oom"/ },
  { is: 'a call to an unknown service', main: "services: { catalog: { cart: { calls: ['paymnt'] } } }", path: 'services.catalog.cart.calls[0]', expected: /services\.catalog/, got: /paymnt/, suggestion: 'payment' },
  { is: 'an entry that is no service', main: "services: { entry: 'front' }", path: 'services.entry', expected: /services\.catalog/, got: /front/ },
  { is: 'a scenario for an unknown service', main: "scenarios: { wedged: { expected: { service: 'crt' } } }", path: 'scenarios.wedged.expected.service', expected: /services\.catalog/, got: /crt/, suggestion: 'cart' },
  { is: 'a phase with an unknown scenario', main: "agents: { 'demo-controller': { stress_sequence: { scenarios: ['norml'] } } }", path: 'agents.demo-controller.stress_sequence.scenarios[0]', expected: /name of a scenario/, got: /norml/, suggestion: 'normal' },
  { is: 'a binding to an unknown channel', main: "bindings: [{ agent: 'atlas', channel: 'bugs', messages: ['alert'] }]", path: 'bindings[0].channel', expected: /"bug"/, got: /"bugs"/, suggestion: 'bug' },
  { is: 'a right that is another agent’s', main: "agents: { 'ops-monitor': { tools: ['docker.restart'] } }", path: 'agents.ops-monitor.tools[0]', expected: /may have/, got: /jira-resolver/ },
  { is: 'a heart that beats too seldom', main: 'agents: { atlas: { heartbeat: { interval_s: 9, max_age_s: 4 } } }', path: 'agents.atlas.heartbeat.max_age_s', expected: /more than/, got: /4/ },
  { is: 'a server that is both an address and a program', main: "mcpServers: { loki: { url: 'http://127.0.0.1:1', command: 'loki-mcp' } }", path: 'mcpServers.loki', expected: /without command, or an object without url/, got: /an object/ },
  { is: 'npx', main: "mcpServers: { loki: { command: 'npx', args: ['-y', 'loki-mcp'] } }", path: 'mcpServers.loki.command', expected: /installed already/, got: /npx/ },
  { is: 'uvx by its path', main: "mcpServers: { loki: { command: '/usr/local/bin/uvx', args: ['loki-mcp'] } }", path: 'mcpServers.loki.command', expected: /installed already/, got: /uvx/ },
  { is: 'pnpm dlx', main: "mcpServers: { loki: { command: 'pnpm', args: ['dlx', 'loki-mcp'] } }", path: 'mcpServers.loki.command', expected: /installed already/, got: /pnpm/ },
  { is: 'a shell', main: "mcpServers: { loki: { command: 'sh', args: ['-c', 'npx loki-mcp'] } }", path: 'mcpServers.loki.command', expected: /directly/, got: /sh/ },
  { is: 'a version that moves', main: "mcpServers: { loki: { command: 'node', args: ['loki-mcp@latest'] } }", path: 'mcpServers.loki.args[0]', expected: /exact version/, got: /moves/ },
  { is: 'an unknown MCP server', main: "integrations: { signoz: { mcp_server: 'sigoz' } }", path: 'integrations.signoz.mcp_server', expected: /mcpServers/, got: /sigoz/, suggestion: 'signoz' },
  { is: 'escalation that does not ascend', main: "escalation: { levels: [{ level: 1, contact: 'a', after_s: 60 }, { level: 3, contact: 'b', after_s: 90 }, { level: 2, contact: 'c', after_s: 120 }] }", path: 'escalation.levels[1].level', expected: /ascend/, got: /3/ },
  { is: 'escalation that calls the next one earlier', main: "escalation: { levels: [{ level: 1, contact: 'a', after_s: 60 }, { level: 2, contact: 'b', after_s: 30 }, { level: 3, contact: 'c', after_s: 120 }] }", path: 'escalation.levels[1].after_s', expected: /at least the 60 s/, got: /30/ },
  { is: 'two levels only', main: "escalation: { levels: [{ level: 1, contact: 'a', after_s: 60 }, { level: 2, contact: 'b', after_s: 90 }] }", path: 'escalation.levels', expected: /3/, got: /a list of 2/ },
  { is: 'a ladder with a rung too high', main: 'alerting: { severity: { error_rate: { high: 0.4 } } }', path: 'alerting.severity.error_rate.high', expected: /less than critical/, got: /0\.4/ },
  { is: 'fewer checks than passes', main: 'verification: { max_checks: 1, consecutive_passes: 2 }', path: 'verification.max_checks', expected: /consecutive_passes/, got: /1/ },
  { is: 'a secret that stands in a file of production', main: "environment: 'production', integrations: { jira: { api_token: 'hunter2hunter2' } }", path: 'integrations.jira.api_token', expected: /from the environment/, got: /stands in the file/ },
  { is: 'a number for a secret', main: 'integrations: { jira: { api_token: 271828 } }', path: 'integrations.jira.api_token', expected: /a text/, got: /^a number$/ },
  { is: 'arguments in one text, which may hold a credential', main: "mcpServers: { loki: { command: 'loki-mcp', args: '--token hunter2' } }", path: 'mcpServers.loki.args', expected: /a list/, got: /^a text$/ },
  { is: 'a variable that is not set', main: "integrations: { jira: { project_key: '${NOT_SET_ANYWHERE}' } }", path: 'integrations.jira.project_key', expected: /variable NOT_SET_ANYWHERE/, got: /nothing/ },
  { is: 'a variable in a key that is not set', main: "mcpServers: { '${NOT_SET_ANYWHERE}': { url: 'http://127.0.0.1:1' } }", path: 'mcpServers["${NOT_SET_ANYWHERE}"]', expected: /variable NOT_SET_ANYWHERE/, got: /nothing/ },
  { is: 'half a reference', main: "name: 'shop-${NAME'", path: 'name', expected: /\$\{NAME\}/, got: /another use/ },
  { is: 'a key twice', main: "language: 'en', language: 'ko'", path: 'language', expected: /once/, got: /again/ },
  { is: '__proto__', main: '"__proto__": { environment: "sandbox" }', path: '__proto__', expected: /nothing to the language/, got: /__proto__/ },
  { is: 'an escaped __proto__ far down', main: 'agents: { atlas: { "\\u005f_proto__": {} } }', path: 'agents.atlas.__proto__', expected: /nothing to the language/, got: /__proto__/ },
  { is: 'constructor', main: 'services: { catalog: { constructor: {} } }', path: 'services.catalog.constructor', expected: /nothing to the language/, got: /constructor/ },
];

describe('what is wrong is told with file, path and reason, and nothing starts', () => {
  test.each(WRONG)('$is', async ({ main, path, expected, got, suggestion }) => {
    const folder = shippedCopy(`{\n  ${SANDBOX},\n  ${main},\n}`);
    const loaded = await loadIn(folder);
    if (loaded.ok) throw new Error('it was accepted');
    const problem = loaded.problems.find((one) => one.path === path);
    expect(problem, JSON.stringify(loaded.problems, null, 1)).toBeDefined();
    expect(problem).toMatchObject({ file: 'main.json5', line: 3, expected: expect.stringMatching(expected), got: expect.stringMatching(got) });
    expect(problem?.suggestion).toBe(suggestion);
    expect(JSON.stringify(loaded.problems)).not.toMatch(/hunter2|canary/);
  });

  test('what is missing is told where it ought to stand', async () => {
    const folder = shippedCopy("{ name: 'bare', environment: 'sandbox', mcpServers: { $include: './project/integrations/mcp-servers.json5' } }");
    const loaded = await loadIn(folder);
    if (loaded.ok) throw new Error('it was accepted');
    const paths = loaded.problems.filter((problem) => problem.got === 'nothing').map((problem) => `${problem.file} ${problem.path}`);
    for (const key of ['language', 'time_zone', 'agents', 'policy', 'services', 'alerting', 'runbooks']) expect(paths).toContain(`main.json5 ${key}`);
  });

  test('everything at once: kinds that are found at different stages stand in one list', async () => {
    const folder = shippedCopy(`{
      ${SANDBOX},
      language: 'de',
      tine_zone: 'UTC',
      name: '\${NOT_SET_ANYWHERE}',
      alerting: { window_s: 'x', hold_s: -1, $include: './nowhere.json5' },
      runbook_index: { order: ['nothing-like-it'] },
    }`);
    const loaded = await loadIn(folder);
    if (loaded.ok) throw new Error('it was accepted');
    const paths = loaded.problems.map((problem) => problem.path);
    expect(paths).toEqual(expect.arrayContaining(['language', 'tine_zone', 'name', 'alerting.window_s', 'alerting.hold_s', 'alerting.$include', 'runbook_index.order[0]']));
  });

  test('a value of an included file is told with that file, one that overrides it with its own', async () => {
    const folder = shippedCopy("{ $include: ['./atlas.sandbox.json5', './site/over.json5'], policy: { breaker: { failures: 0 } } }");
    write(folder, { 'site/over.json5': '{\n  policy: {\n    breaker: { failures: -3, open_s: -5 } } }' });
    const loaded = await loadIn(folder);
    if (loaded.ok) throw new Error('it was accepted');
    expect(loaded.problems).toEqual([
      expect.objectContaining({ file: 'main.json5', path: 'policy.breaker.failures', got: '0' }),
      expect.objectContaining({ file: 'site/over.json5', line: 3, path: 'policy.breaker.open_s', got: '-5' }),
    ]);
  });

  test('a wrong value from the environment is not shown', async () => {
    const loaded = await loadIn(shippedCopy(), { ...FULL_ENV, JIRA_SITE: 'canary-site', JIRA_PROJECT_KEY: 'canary key', DISCORD_SERVER_ID: 'canary id' });
    if (loaded.ok) throw new Error('it was accepted');
    expect(loaded.problems.map((problem) => [problem.path, problem.got])).toEqual([
      ['integrations.jira.site', 'a text from the environment'],
      ['integrations.jira.project_key', 'a text from the environment'],
      ['integrations.discord.server_id', 'a text from the environment'],
    ]);
  });

  test.each([
    ['services: { entry: "${CANARY}" }', 'services.entry'],
    ['integrations: { signoz: { mcp_server: "${CANARY}" } }', 'integrations.signoz.mcp_server'],
    ['runbook_index: { order: ["${CANARY}"] }', 'runbook_index.order[0]'],
    ['mcpServers: { loki: { command: "${CANARY}", args: ["-y", "${CANARY}@latest"] } }', 'mcpServers.loki.args[0]'],
  ])('nor is it when sections are compared: %s', async (main, path) => {
    const loaded = await loadIn(shippedCopy(`{ ${SANDBOX}, ${main} }`), { ...FULL_ENV, CANARY: 'canary-value' });
    if (loaded.ok) throw new Error('it was accepted');
    expect(loaded.problems.map((problem) => problem.path)).toContain(path);
    expect(JSON.stringify(loaded)).not.toContain('canary');
  });
});
