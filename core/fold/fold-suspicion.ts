import { dataOf } from '../event-data.ts';
import type { LedgerEvent } from '../event.ts';
import { findingKey, type Finding } from '../finding.ts';
import type { RowChange, RowReader } from '../ledger-view.ts';
import type { Suspicion } from '../suspicion.ts';

/** How long each finding has gone on, and what became of it. */
export function foldSuspicion(event: LedgerEvent, read: RowReader): readonly RowChange[] {
  const recorded = dataOf(event, 'finding.recorded');
  if (recorded !== null) {
    return [change({ ...started(event, recorded.finding), suppressed: recorded.suppressed, incident_id: event.incident_id })];
  }
  const renewed = dataOf(event, 'finding.renewed');
  if (renewed !== null) return patch(read, findingKey(renewed.finding), (row) => ({ ...row, finding: renewed.finding, last_at: event.at, cycles: row.cycles + 1 }));
  const suppressed = dataOf(event, 'finding.suppressed');
  if (suppressed !== null) return patch(read, suppressed.key, (row) => ({ ...row, suppressed: suppressed.reason }));
  const cleared = dataOf(event, 'finding.cleared');
  if (cleared !== null) return patch(read, cleared.key, (row) => ({ ...row, status: 'cleared', last_at: event.at }));
  return attached(event, read);
}

function started(event: LedgerEvent, finding: Finding): Suspicion {
  return {
    key: findingKey(finding),
    status: 'active',
    first_at: event.at,
    last_at: event.at,
    cycles: 1,
    finding,
    suppressed: null,
    incident_id: null,
  };
}

/** An incident takes its findings: from then on they belong to it. */
function attached(event: LedgerEvent, read: RowReader): readonly RowChange[] {
  const opened = dataOf(event, 'incident.opened');
  const joined = dataOf(event, 'incident.finding_joined') ?? dataOf(event, 'incident.reopened');
  const findings = opened?.findings ?? (joined === null ? [] : [joined.finding]);
  return findings.flatMap((finding) =>
    patch(read, findingKey(finding), (row) => ({ ...row, suppressed: null, incident_id: event.incident_id })),
  );
}

function patch(read: RowReader, key: string, update: (row: Suspicion) => Suspicion): readonly RowChange[] {
  const row = read.get('suspicion', key);
  return row === null ? [] : [change(update(row))];
}

function change(row: Suspicion): RowChange {
  return { kind: 'suspicion', key: row.key, status: row.status, row };
}
