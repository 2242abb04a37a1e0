import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../adapters/host/clock.ts';
import { openLedger } from '../../adapters/store/ledger.ts';
import { ledgerFile } from '../../agents/state.ts';
import { newEvent, storyEvent } from '../../core/event-data.ts';
import type { NewEvent } from '../../core/event.ts';
import { HOLDER, makeFinding } from '../core/builders.ts';

export const OPEN_ID = 'INC-20261120-002';
export const RESOLVED_ID = 'INC-20261120-001';

export function emptyStateDir(): string {
  return mkdtempSync(join(tmpdir(), 'atlas-cli-'));
}

export function removeStateDir(stateDir: string): void {
  rmSync(stateDir, { recursive: true, force: true });
}

/** A state folder with two incidents in its ledger: payment's was repaired, cart's is open with a ticket. */
export async function preparedStateDir(): Promise<string> {
  const stateDir = emptyStateDir();
  const ledger = openLedger({ file: ledgerFile(stateDir), clock: systemClock(), redact: (text) => text });
  await ledger.append([
    opened(RESOLVED_ID, 'payment'),
    newEvent('incident.resolved', 'jira-resolver', RESOLVED_ID, { resolution: 'repaired', reason: 'attempt 1 was verified' }),
    opened(OPEN_ID, 'cart'),
    ...ticketed(OPEN_ID, 'OPS-2'),
    storyEvent('guard.refused', 'jira-resolver', OPEN_ID, { reason: 'lock freeze by kim: moving house' }),
  ]);
  ledger.close();
  return stateDir;
}

function opened(id: string, service: string): NewEvent {
  const finding = makeFinding({ service });
  return newEvent('incident.opened', 'ops-monitor', id, {
    id,
    informational: false,
    lock: null,
    service,
    suspect_reason: 'the only service with findings',
    symptom: finding.symptom,
    severity: finding.severity,
    findings: [finding],
    trace_ids: [],
    reason: 'above its threshold',
  });
}

function ticketed(id: string, key: string): readonly NewEvent[] {
  const effect = { key: `create-${id}`, tool: 'jira.create' } as const;
  return [
    newEvent('effect.intended', 'ops-monitor', id, { ...effect, input: {} }),
    newEvent('effect.attempted', 'ops-monitor', id, { ...effect, attempt: 1, holder: HOLDER }),
    newEvent('effect.done', 'ops-monitor', id, { ...effect, result: { ref: { id: '10002', key }, priority: 'High' } }),
  ];
}
