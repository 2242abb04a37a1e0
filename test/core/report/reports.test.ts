import { describe, expect, it } from 'vitest';
import { newEvent } from '../../../core/event-data.ts';
import { messagesFor } from '../../../core/messages/messages-for.ts';
import { dailyReport } from '../../../core/report/daily.ts';
import { reportMarkdown, reportMessage, type Report } from '../../../core/report/report.ts';
import { resolverReport, timeInStates } from '../../../core/report/resolver.ts';
import { stuckReport } from '../../../core/report/stuck.ts';
import { suggest, weeklyReport } from '../../../core/report/weekly.ts';
import { iso, makeAttempt, makeIncident, MINUTE_MS, NOON_MS } from '../builders.ts';
import { makeRun } from '../scenario/make-run.ts';
import { toLedgerEvent } from '../story.ts';

const messages = messagesFor('en');

function fact(report: Report, name: string): string | undefined {
  return report.facts.find(([one]) => one === name)?.[1];
}

function section(report: Report, heading: string): readonly string[] | undefined {
  return report.sections.find((one) => one.heading === heading)?.lines;
}

const REPAIRED = makeIncident({ status: 'resolved', resolution: 'repaired', time_to_repair_s: 65, ticket: { id: '1', key: 'OPS-1' }, attempts: [makeAttempt({ result: 'verified', acted_at: iso() })] });

describe('the daily report', () => {
  it('of a quiet day says so', () => {
    const report = dailyReport({ title_date: '2026-11-20', incidents: [], runs: [], suppressed: [], messages });
    expect(report.title).toBe('Daily report 2026-11-20');
    expect(report.sections).toEqual([{ heading: 'Incidents', lines: ['Nothing happened. All quiet.'] }]);
    expect(fact(report, 'Mean time to detect')).toBe('–');
  });

  it('tells what happened, what was kept from people and why, and how rehearsals went', () => {
    const suppressed = [1, 2, 3].map((seq) => toLedgerEvent(newEvent('finding.suppressed', 'ops-monitor', null, { key: 'k', reason: seq === 3 ? 'cooldown' : 'hold', by: 'policy' }), seq));
    const seen = makeIncident({ id: 'INC-20261120-002', informational: true, lock: 'stress-test', status: 'resolved' });
    const report = dailyReport({ title_date: '2026-11-20', incidents: [REPAIRED, seen], runs: [makeRun({}, { detected_after_s: 4 }), makeRun({}, { detected_after_s: 8 })], suppressed, messages });
    expect(section(report, 'Incidents')).toEqual([
      'INC-20261120-001 payment: error rate, high, resolved, 65 s, OPS-1',
      'INC-20261120-002 payment: error rate, high, resolved (seen under a load test: stress-test)',
    ]);
    expect(section(report, 'Suppressed findings')).toEqual(['hold (policy): 2', 'cooldown (policy): 1']);
    expect(section(report, 'Rehearsals')?.[0]).toBe('stress: as_expected, 4.0 s (noticed in time)');
    expect(fact(report, 'Mean time to detect')).toBe('6.0 s');
    expect(fact(report, 'Mean time to repair')).toBe('65 s');
    expect(fact(report, 'seen under a load test')).toBe('1');
    expect(fact(report, 'Incidents')).toBe('1');
  });
});

describe('the repair report', () => {
  const targets = { success_rate: 0.75, mttr_s: 600, first_pass_verification: 0.8, retry_efficiency: 0.6 };

  it('holds what was reached against the targets', () => {
    const report = resolverReport({ title_date: 'd', incidents: [REPAIRED], moves: [], targets, messages });
    expect(fact(report, 'Repaired without people')).toBe('100 % (target 75 %)');
    expect(fact(report, 'Mean time to repair')).toBe('65 s (target 600 s)');
    expect(fact(report, 'Verified at the first check run')).toBe('100 % (target 80 %)');
    expect(fact(report, 'Retries that helped')).toBe('– (target 60 %)');
  });

  it('sums the time that tickets spent in each state before they left it', () => {
    const move = (key: string, state: 'todo' | 'in_progress' | 'in_review' | 'done', minutes: number) => toLedgerEvent(newEvent('ticket.moved', 'jira-resolver', null, { key, state }), 1, NOON_MS + minutes * MINUTE_MS);
    const moves = [move('A', 'in_progress', 0), move('B', 'in_progress', 1), move('A', 'in_review', 2), move('B', 'in_review', 4), move('A', 'done', 3)];
    expect([...timeInStates(moves)]).toEqual([
      ['in_progress', 300],
      ['in_review', 60],
    ]);
  });
});

describe('the report of stuck tickets', () => {
  const stuck = (incident: Parameters<typeof makeIncident>[0], seconds = 3601) => stuckReport([makeIncident(incident)], NOON_MS + seconds * 1000, 3600, messages);

  it('is nothing when nothing is stuck', () => {
    expect(stuck({}, 3600)).toBeNull();
    expect(stuck({ status: 'resolved' })).toBeNull();
    expect(stuck({ informational: true })).toBeNull();
  });

  it.each<[Parameters<typeof makeIncident>[0], string]>([
    [{}, 'no ticket yet since 2026-11-20T12:00:00.000Z. Not diagnosed yet: is the resolver running? Proposed priority: Highest.'],
    [{ status: 'escalated', ticket: { id: '1', key: 'OPS-1' }, ticket_state: 'todo', ticket_priority: 'Medium' }, 'OPS-1 in todo since 2026-11-20T12:00:00.000Z. Handed to people, nobody has acknowledged it: atlas ack. Proposed priority: High.'],
    [{ status: 'escalated', acknowledged: { by: 'kim', at: iso() } }, 'no ticket yet since 2026-11-20T12:00:00.000Z. kim has it. Proposed priority: Highest.'],
  ])('says where %o is, why, and what priority it ought to have', (incident, line) => {
    expect(stuck(incident)?.sections[0]?.lines).toEqual([`INC-20261120-001 payment: ${line}`]);
  });
});

describe('the weekly report', () => {
  it('counts what was missed and what was a false alarm, of the scored rehearsals', () => {
    const runs = [makeRun({}, { verdict: 'missed', detected_after_s: null }), makeRun({}, { verdict: 'false_alarm' }), makeRun({}, { resolved_after_s: 50 }), makeRun({ observed: null, phase: 'failed' })];
    const report = weeklyReport({ title_date: 'w', runs, min_samples: 10, messages });
    expect(report.facts.map(([, value]) => value)).toEqual(['3', '1', '1', '5.0 s', '50 s']);
    expect(section(report, 'Suggestions')).toBeUndefined();
  });

  it('suggests from enough samples only, and only when more than one in ten went wrong', () => {
    const runs = (missed: number, all: number) => Array.from({ length: all }, (_, index) => makeRun({}, { verdict: index < missed ? 'missed' : 'as_expected' }));
    expect(suggest(runs(9, 9), 10)).toEqual([]);
    expect(suggest(runs(1, 10), 10)).toEqual([]);
    expect(suggest(runs(2, 10), 10)).toEqual(['stress: missed in 20 % of 10 rehearsals; consider a lower threshold or a shorter hold']);
    const alarms = Array.from({ length: 10 }, () => makeRun({ scenario: 'normal' }, { verdict: 'false_alarm' }));
    expect(suggest([...alarms, ...runs(9, 9)], 10)).toEqual(['normal: false alarm in 100 % of 10 rehearsals; consider a higher threshold or a longer hold']);
  });
});

describe('the forms of a report', () => {
  const report: Report = { title: 'T', facts: [['a', '1']], sections: [{ heading: 'H', lines: ['x', 'y'] }] };

  it('are a message that mentions nobody, and a page', () => {
    expect(reportMessage(report, 'mark')).toEqual({ content: null, title: 'T', body: '**H**\n• x\n• y', fields: [{ name: 'a', value: '1', inline: true }], severity: 'notice', marker: 'mark', mention: null });
    expect(reportMarkdown(report)).toBe('# T\n\n- a: 1\n\n## H\n\n- x\n- y\n');
  });
});
