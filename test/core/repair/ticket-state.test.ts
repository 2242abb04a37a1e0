import { describe, expect, it } from 'vitest';
import { desiredTicketState, ticketPassage } from '../../../core/repair/ticket-state.ts';
import type { TicketState } from '../../../core/ticket.ts';
import { makeAttempt, makeDiagnosis, makeIncident } from '../builders.ts';
import { acted, checked, createStory, diagnosed, failedTry, handedOver, opened, planned, reopened, resolved, type Story } from '../story.ts';

const DIAGNOSIS = makeDiagnosis();

describe('where a ticket belongs', () => {
  it('follows the repair', () => {
    expect(desiredTicketState(makeIncident())).toBe('todo');
    expect(desiredTicketState(makeIncident({ diagnosis: DIAGNOSIS }))).toBe('in_progress');
    const states = (['pending', 'acted', 'verified', 'failed', 'refused'] as const).map((result) => desiredTicketState(makeIncident({ diagnosis: DIAGNOSIS, attempts: [makeAttempt({ result })] })));
    expect(states).toEqual(['in_progress', 'in_review', 'in_review', 'in_progress', 'in_progress']);
    expect(desiredTicketState(makeIncident({ status: 'resolved', attempts: [makeAttempt({ result: 'verified' })] }))).toBe('done');
    expect(desiredTicketState(makeIncident({ status: 'escalated', attempts: [makeAttempt({ result: 'failed' })] }))).toBe('todo');
    expect(desiredTicketState(makeIncident({ status: 'reopened' }))).toBe('todo');
  });
});

/** Moves the ticket after each part of a story, as the resolver does: when it is not where it belongs. */
function passages(parts: readonly ((story: Story) => void)[]): readonly { readonly state: TicketState; readonly passage: string }[] {
  const story = createStory(opened());
  const made: { readonly state: TicketState; readonly passage: string }[] = [];
  let at: TicketState = 'todo';
  for (const part of parts) {
    part(story);
    const state = desiredTicketState(story.incident());
    if (state === at) continue;
    made.push({ state, passage: ticketPassage(story.incident()) });
    at = state;
  }
  return made;
}

function expectUnique(parts: readonly ((story: Story) => void)[], states: readonly TicketState[]): void {
  const made = passages(parts);
  expect(made.map(({ state }) => state)).toEqual(states);
  expect(new Set(made.map(({ passage }) => passage)).size).toBe(made.length);
}

const plan = (n: number) => (story: Story) => planned(story, n);
const act = (n: number) => (story: Story) => acted(story, n);
const fail = (n: number) => (story: Story) => story.tell('verification.failed', { n, reason: 'still broken' });
const pass = (story: Story): void => {
  checked(story, true);
  story.tell('verification.passed', { n: 1, reason: 'well' });
};

describe('each passage of a ticket has a name of its own', () => {
  it('through three failed tries', () => {
    expectUnique(
      [diagnosed, plan(1), act(1), fail(1), plan(2), act(2), fail(2), plan(3), act(3), fail(3), handedOver],
      ['in_progress', 'in_review', 'in_progress', 'in_review', 'in_progress', 'in_review', 'in_progress', 'todo'],
    );
  });

  it('when the ticket came late and was moved only after the plan', () => {
    const late = (story: Story): void => {
      diagnosed(story);
      planned(story, 1);
    };
    expectUnique([late, act(1), fail(1), handedOver], ['in_progress', 'in_review', 'in_progress', 'todo']);
  });

  it('when a re-opened incident goes to people without a try', () => {
    const refuse = (story: Story): void => diagnosed(story, false);
    expectUnique(
      [diagnosed, plan(1), act(1), pass, (story) => resolved(story), reopened, refuse, handedOver, (story) => resolved(story, 'by_people')],
      ['in_progress', 'in_review', 'done', 'todo', 'in_progress', 'todo', 'done'],
    );
  });

  it('when it is re-opened twice', () => {
    const round = [diagnosed, plan(1), act(1), pass, (story: Story) => resolved(story)];
    expectUnique([...round, reopened, ...round, reopened], ['in_progress', 'in_review', 'done', 'todo', 'in_progress', 'in_review', 'done', 'todo']);
  });

  it('and keeps it while nothing changes', () => {
    const story = createStory(opened());
    failedTry(story, 1);
    const before = ticketPassage(story.incident());
    story.tell('incident.acknowledged', { by: 'kim' });
    checked(story, false);
    expect(ticketPassage(story.incident())).toBe(before);
  });
});
