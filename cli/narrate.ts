import { dataOf } from '../core/event-data.ts';
import { textIn, type EventData, type LedgerEvent } from '../core/event.ts';

function percentOr(value: number | null, digits = 0): string {
  return value === null ? '–' : `${(value * 100).toFixed(digits)} %`;
}

type Teller = (data: EventData, event: LedgerEvent) => string | null;

/** One sentence for each kind of event that a person wants to hear of; the rest of the ledger is for machines. */
const TELLERS: Readonly<Record<string, Teller>> = {
  'agent.started': (data) => `${textIn(data, 'agent')} is up (pid ${textIn(data, 'pid')})`,
  'agent.silent': (data) => `${textIn(data, 'agent')} stopped (${textIn(data, 'reason')}): starting it again`,
  'agent.back': (data) => `${textIn(data, 'agent')} is back`,
  'finding.recorded': (_, event) => {
    const recorded = dataOf(event, 'finding.recorded');
    return recorded === null || recorded.finding.severity === 'info' ? null : `sees ${recorded.finding.service}: ${recorded.finding.reason} (${recorded.finding.severity})`;
  },
  'finding.suppressed': (_, event) => {
    const suppressed = dataOf(event, 'finding.suppressed');
    return suppressed === null || suppressed.reason === 'hold' ? null : `says nothing of ${suppressed.key.replace('|', ' ')}: ${suppressed.reason} (${suppressed.by})`;
  },
  'incident.opened': (_, event) => {
    const opened = dataOf(event, 'incident.opened');
    if (opened === null) return null;
    return opened.informational
      ? `records ${opened.id}: ${opened.service} would be ${opened.severity}, but ${opened.reason}`
      : `opens ${opened.id}: ${opened.service}, ${opened.severity}. ${opened.suspect_reason}`;
  },
  'incident.finding_joined': (_, event) => {
    const joined = dataOf(event, 'incident.finding_joined');
    return joined === null ? null : `adds ${joined.finding.service} (${joined.finding.reason}) to ${event.incident_id ?? ''}: ${joined.reason}`;
  },
  'incident.suspect_changed': (data) => `now suspects ${textIn(data, 'service')}: ${textIn(data, 'reason')}`,
  'incident.recovered': (data, event) => `sees ${event.incident_id ?? ''} recovered: ${textIn(data, 'reason')}`,
  'incident.reopened': (data, event) => `re-opens ${event.incident_id ?? ''}: ${textIn(data, 'reason')}`,
  'incident.resolved': (data, event) => `closes ${event.incident_id ?? ''}: ${textIn(data, 'reason')}`,
  'incident.escalated': (data, event) => `calls ${textIn(data, 'contact')} (L${textIn(data, 'level')}) for ${event.incident_id ?? ''}: ${textIn(data, 'reason')}`,
  'incident.acknowledged': (data, event) => `${textIn(data, 'by')} has ${event.incident_id ?? ''}`,
  'ticket.moved': (data) => `moves ${textIn(data, 'key')} to ${STATE_WORDS[textIn(data, 'state')] ?? textIn(data, 'state')}`,
  'ticket.prioritised': (data) => `raises ${textIn(data, 'key')} to ${textIn(data, 'priority')}`,
  'diagnosis.recorded': (data) => `diagnoses ${textIn(data, 'suspect')}: ${textIn(data, 'cause')}; ${textIn(data, 'reason')}`,
  'plan.made': (data) => (textIn(data, 'action') === 'hand_over' ? null : `plans attempt ${textIn(data, 'n')}: ${textIn(data, 'action')} ${textIn(data, 'target')} (${textIn(data, 'runbook')})`),
  'plan.proposed': (data) => `proposes to people: ${textIn(data, 'proposal')}`,
  'guard.refused': (data) => `does not act: ${textIn(data, 'reason')}`,
  'verification.checked': (_, event) => {
    const check = dataOf(event, 'verification.checked');
    return check === null ? null : `measures: ${check.passed ? 'good' : 'not good'} (${check.requests} requests, error rate ${percentOr(check.error_rate, 1)}; ${check.reason})`;
  },
  'verification.passed': (data) => `has proof: attempt ${textIn(data, 'n')} worked`,
  'verification.failed': (data) => `has proof to the contrary: attempt ${textIn(data, 'n')} did not help (${textIn(data, 'reason')})`,
  'scenario.announced': () => 'announces a rehearsal',
  'scenario.injected': () => 'has injected the fault: the clock runs',
  'scenario.stopped': (data) => `ends the rehearsal: ${textIn(data, 'reason')}`,
  'scenario.ended': (_, event) => {
    const observed = dataOf(event, 'scenario.ended')?.observed;
    return observed === undefined ? null : `scores the rehearsal: ${observed.verdict} (${observed.reason})`;
  },
  'scenario.failed': (data) => `gives the rehearsal up: ${textIn(data, 'reason')}`,
  'stress_test_begin': () => 'takes the stress-test lock: nothing is restarted while it is held',
  'stress_test_end': () => 'releases the stress-test lock',
  'effect.done': (_, event) => tellEffect(event),
  'effect.ambiguous': (data) => `does not know whether ${textIn(data, 'tool')} happened: looks before it tries again`,
  'lock.alarm': (data) => `found a lock file that it cannot trust: ${textIn(data, 'name')} (${textIn(data, 'reason')})`,
};

const STATE_WORDS: Readonly<Record<string, string>> = { todo: 'To Do', in_progress: 'In Progress', in_review: 'In Review', done: 'Done' };

function tellEffect(event: LedgerEvent): string | null {
  const done = dataOf(event, 'effect.done');
  if (done === null) return null;
  switch (done.tool) {
    case 'jira.create':
      return `opened the ticket ${(done.result as { ref: { key: string } }).ref.key}`;
    case 'discord.post':
      return POST_WORDS[(done.result as { purpose: string }).purpose] ?? 'posted a message';
    case 'docker.restart':
      return 'restarted the container through docker-gate';
    case 'locust.start':
      return 'set the load';
    case 'locust.stop':
      return 'stopped the load';
    case 'flagd.set':
      return `turned a flag to ${typeof done.result === 'string' ? done.result : 'another variant'}`;
    case 'jira.comment':
    case 'jira.transition':
    case 'jira.priority':
    case 'discord.edit':
    case 'deadman.ping':
      return null;
  }
}

const POST_WORDS: Readonly<Record<string, string>> = {
  incident: 'told Discord, in one message that it will keep up to date',
  escalation: 'called on-call in a new Discord message',
  report: 'sent a report',
};

/** What one event means in a sentence, or null when it is not for people. */
export function narrate(event: LedgerEvent): string | null {
  return TELLERS[event.kind]?.(event.data, event) ?? null;
}
