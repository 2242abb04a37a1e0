import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openLedger, type LedgerOptions } from '../../../adapters/store/ledger.ts';
import { newEvent } from '../../../core/event-data.ts';
import type { NewEvent } from '../../../core/event.ts';
import type { Ledger } from '../../../core/ports.ts';
import { systemClock } from './system-clock.ts';
import { tempFolder } from './temp-folder.ts';

export const line = (n: number): NewEvent => ({ kind: 'test.line', actor: 'atlas', incident_id: n % 2 === 0 ? 'INC-20261120-001' : null, data: { n } });
export const intended = (key: string): NewEvent => newEvent('effect.intended', 'ops-monitor', null, { key, tool: 'jira.create', input: { a: 1 } });

/** A ledger on a file of its own, closed when the test ends. */
export function open(more: Partial<LedgerOptions> = {}): { readonly ledger: Ledger; readonly file: string } {
  const file = more.file ?? join(tempFolder(), 'ledger.db');
  const ledger = openLedger({ clock: systemClock, ...more, file });
  onTestFinished(() => ledger.close());
  return { ledger, file };
}
