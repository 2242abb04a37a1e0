import { describe, expect, it } from 'vitest';
import { ticketComments } from '../../../core/render/ticket-comments.ts';
import { makeRender } from '../effects/fake-ports.ts';
import { makeFinding } from '../builders.ts';
import { acted, checked, createStory, diagnosed, failedTry, handedOver, opened, planned, reopened, resolved, type Story } from '../story.ts';

function names(story: Story): readonly string[] {
  return ticketComments(story.incident(), makeRender()).map((comment) => comment.name);
}

function textOf(story: Story, name: string): string {
  return JSON.stringify(ticketComments(story.incident(), makeRender()).find((comment) => comment.name === name)?.body ?? null);
}

function repaired(story: Story): void {
  diagnosed(story);
  planned(story, 1);
  acted(story, 1);
  checked(story, true);
  checked(story, true);
  story.tell('verification.passed', { n: 1, reason: 'well' });
  resolved(story);
}

describe('the comments of a ticket', () => {
  it('tell a repair: what was seen, done, and measured before and after', () => {
    const story = createStory(opened());
    expect(names(story)).toEqual([]);
    repaired(story);
    expect(names(story)).toEqual(['r0-diagnosis', 'r0-acted-1', 'r0-verified-1']);
    expect(textOf(story, 'r0-diagnosis')).toContain('a log line');
    expect(textOf(story, 'r0-acted-1')).toContain('Attempt 1 of 3: restart payment. high-error-rate. 2026-11-20 21:00:04 (Asia/Seoul)');
    const verified = textOf(story, 'r0-verified-1');
    expect(verified).toContain('payment error rate 0.410 (ratio)');
    expect(verified).toContain('pass error rate 0 %, p99 100 ms, 500 requests');
    expect(verified).toContain('Repaired after 7.0 s');
  });

  it('only grow while a round goes on, and no name is said twice', () => {
    const story = createStory(opened());
    const parts: readonly ((one: Story) => void)[] = [
      diagnosed,
      (one) => one.tell('plan.proposed', { proposal: 'raise the limit' }),
      (one) => failedTry(one, 1),
      (one) => one.tell('incident.finding_joined', { finding: makeFinding({ service: 'frontend' }), severity: 'critical', reason: '' }),
      (one) => planned(one, 2),
      (one) => acted(one, 2),
      (one) => one.tell('verification.failed', { n: 2, reason: 'still broken' }),
      handedOver,
      (one) => one.tell('incident.recovered', { reason: '' }),
    ];
    let before: readonly string[] = [];
    for (const part of parts) {
      part(story);
      const now = names(story);
      expect(now).toEqual(expect.arrayContaining([...before]));
      expect(new Set(now).size).toBe(now.length);
      before = now;
    }
    expect(before).toEqual(['r0-diagnosis', 'proposal-0', 'r0-acted-1', 'r0-verified-1', 'r0-acted-2', 'r0-verified-2', expect.stringMatching(/^r0-escalated-2-\d{4}-/), 'r0-recovered']);
  });

  it('of a second round have names of their own, but for the proposals, which were made already', () => {
    const story = createStory(opened());
    story.tell('plan.proposed', { proposal: 'raise the limit' });
    repaired(story);
    const first = names(story);
    reopened(story);
    expect(names(story)).toEqual(['proposal-0']);
    repaired(story);
    expect(names(story).filter((name) => first.includes(name))).toEqual(['proposal-0']);
    expect(names(story)).toContain('r1-verified-1');
  });

  it('say how it ended when no repair ended it', () => {
    const alone = createStory(opened());
    resolved(alone, 'recovered');
    expect(textOf(alone, 'r0-resolved')).toContain('It recovered by itself');
    const byPeople = createStory(opened());
    resolved(byPeople, 'by_people');
    expect(textOf(byPeople, 'r0-resolved')).toContain('Resolved (by_people).');
  });

  it('do not tell of level 1, which is Atlas itself', () => {
    const story = createStory(opened());
    handedOver(story, 1);
    expect(names(story)).toEqual([]);
  });
});
