import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../core/incident.ts';
import { messagesFor } from '../../../core/messages/messages-for.ts';
import { affectedServices, leadFinding, ticketDraft } from '../../../core/render/ticket-draft.ts';
import { makeIncident, makeIncidentFinding } from '../builders.ts';
import { makeRender } from '../effects/fake-ports.ts';

function draft(incident: Partial<Incident> = {}, render = makeRender()) {
  return ticketDraft(makeIncident(incident), render, ['auto-detected', 'ops-monitor'], 'key');
}

/** The description as sections: what stands under each heading, as plain text. */
function sections(incident: Partial<Incident> = {}, render = makeRender()): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let title = '';
  for (const block of draft(incident, render).description) {
    if (block.kind === 'heading') {
      title = block.text;
      found.set(title, '');
    } else found.set(title, `${found.get(title) ?? ''}${JSON.stringify(block)}`);
  }
  return found;
}

describe('the ticket', () => {
  it.each([
    ['en' as const, ['Detected at', 'Service', 'Symptom', 'Impact', 'Related traces', 'Suggested action']],
    ['ko' as const, ['감지 시각', '서비스', '증상', '영향', '관련 트레이스', '권장 조치']],
  ])('has its six sections in %s, none of them empty, whatever is missing', (language, titles) => {
    const render = makeRender({ messages: messagesFor(language), traceLink: () => null, ticketLink: () => null });
    for (const incident of [{}, { trace_ids: ['t1'], symptom: 'service_down' as const }]) {
      const found = sections(incident, render);
      expect([...found.keys()]).toEqual(titles);
      expect([...found.values()].every((text) => text.length > 10)).toBe(true);
    }
  });

  it('has a summary in one line, with the value where the suspect has the symptom', () => {
    const cart = { service: 'cart', findings: [makeIncidentFinding({ service: 'cart', value: 0.123 })] };
    expect(draft(cart).summary).toBe('[Auto] cart: error rate 12.3 %');
    expect(draft({ symptom: 'service_down' }).summary).toBe('[Auto] payment: no answers');
    expect(draft({ service: 'email' }).summary).toBe('[Auto] email: error rate');
    expect(draft({ service: 'x'.repeat(300) }).summary.length).toBeLessThanOrEqual(255);
  });

  it('says when, in the time of the people there, and who saw it', () => {
    expect(sections().get('Detected at')).toContain('2026-11-20 21:00:00 (Asia/Seoul), ops-monitor, INC-20261120-001');
  });

  it('holds each symptom against its threshold', () => {
    const findings = [makeIncidentFinding(), makeIncidentFinding({ service: 'frontend', symptom: 'latency_p99', unit: 'ms', value: 12_345, threshold: 5000, severity: 'critical' })];
    const text = sections({ findings }).get('Symptom');
    expect(text).toContain('error rate 41.0 % (threshold 5.0 %), high');
    expect(text).toContain('p99 latency 12,345 ms (threshold 5,000 ms), critical');
  });

  it('says whom it hits, and whether users feel it', () => {
    expect(sections().get('Impact')).toContain('Affected: payment. The entry shows no finding.');
    expect(sections({ findings: [makeIncidentFinding(), makeIncidentFinding({ service: 'frontend' })] }).get('Impact')).toContain('Users feel it at the entry. Affected: payment, frontend.');
  });

  it('links at most five traces, or says that there is none', () => {
    const traces = sections({ trace_ids: ['t1', 't2', 't3', 't4', 't5', 't6'] }).get('Related traces');
    expect(traces).toContain('http://signoz/trace/t5');
    expect(traces).not.toContain('t6');
    expect(sections({ trace_ids: ['t1'] }, makeRender({ traceLink: () => null })).get('Related traces')).toContain('{"text":"t1","code":true}');
    expect(sections().get('Related traces')).toContain('No failing trace was found');
  });

  it('suggests what to do', () => {
    expect(sections({ symptom: 'service_down' }).get('Suggested action')).toContain('Restart payment');
    expect(sections().get('Suggested action')).toContain('Look at payment');
  });

  it.each([
    ['critical', 'Highest'],
    ['high', 'High'],
    ['medium', 'Medium'],
    ['low', 'Low'],
    ['info', 'Low'],
  ] as const)('of severity %s has the priority %s', (severity, priority) => {
    expect(draft({ severity }).priority).toBe(priority);
  });
});

describe('the finding that stands for an incident', () => {
  const p99 = makeIncidentFinding({ symptom: 'latency_p99', severity: 'critical' });
  const rate = makeIncidentFinding({ severity: 'medium' });
  const caller = makeIncidentFinding({ service: 'frontend', severity: 'critical' });

  it('is the suspect\'s own with the symptom, else its worst, else the worst of all', () => {
    expect(leadFinding(makeIncident({ findings: [caller, p99, rate] }))).toBe(rate);
    expect(leadFinding(makeIncident({ symptom: 'service_down', findings: [caller, rate, p99] }))).toBe(p99);
    expect(leadFinding(makeIncident({ service: 'email', findings: [rate, caller] }))).toBe(caller);
    expect(leadFinding(makeIncident({ findings: [] }))).toBeNull();
  });

  it('does not hide the suspect from the affected', () => {
    expect(affectedServices(makeIncident({ service: 'email', findings: [rate, p99, caller] }))).toEqual(['email', 'payment', 'frontend']);
  });
});
