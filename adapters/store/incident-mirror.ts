import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Incident } from '../../core/incident.ts';
import type { Ledger } from '../../core/ports.ts';
import { hasCode, replaceFileDurably } from './durable-file.ts';

/** People read `state/incidents/INC-….json5`; the ledger stays the truth. */
export interface IncidentMirror {
  /** Rewrites the files of incidents that events after `after_seq` are about. Gives the newest seq that it saw: the next call's argument. */
  mirrorSince(after_seq: number): Promise<number>;
  /** Makes every file say what the ledger says (at start). Gives the newest seq, as above. */
  mirrorAll(): Promise<number>;
}

const ID = /^INC-[0-9]{8}-[0-9]{3,}$/;
const HEADER = '// A mirror of the ledger: it is rewritten after each change, and edits are not read.\n';

export function createIncidentMirror(options: { readonly ledger: Ledger; readonly folder: string }): IncidentMirror {
  const { ledger, folder } = options;
  // One after the other, or an older picture could be renamed over a newer one.
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function write(incident: Incident): Promise<void> {
    // The id becomes a file name: whatever is not the known form stays out of the file system.
    if (!ID.test(incident.id)) return;
    const path = join(folder, `${incident.id}.json5`);
    const text = renderIncident(incident);
    if ((await textOf(path)) !== text) await replaceFileDurably(path, text);
  }

  return {
    mirrorSince: (after_seq) =>
      inTurn(async () => {
        const { head, incidents } = await ledger.read((view) => {
          const ids = new Set(view.events({ after_seq }).map((event) => event.incident_id));
          const rows = [...ids].flatMap((id) => (id === null ? [] : [view.get('incident', id)]));
          return { head: view.head().seq, incidents: rows.filter((row) => row !== null) };
        });
        if (incidents.length > 0) await mkdir(folder, { recursive: true });
        for (const incident of incidents) await write(incident);
        return head;
      }),
    mirrorAll: () =>
      inTurn(async () => {
        await mkdir(folder, { recursive: true });
        await removeLeftovers(folder);
        const { head, incidents } = await ledger.read((view) => ({ head: view.head().seq, incidents: view.list('incident') }));
        for (const incident of incidents) await write(incident);
        return head;
      }),
  };
}

/** JSON with a comment on top, which is JSON5: no writer of our own to get wrong. */
export function renderIncident(incident: Incident): string {
  return `${HEADER}${JSON.stringify(incident, null, 2)}\n`;
}

/** Half-written files of a process that died while writing; a live one's last milliseconds only. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const file of await readdir(folder)) if (/^INC-.*\.[0-9a-f]{12}\.tmp$/.test(file)) await rm(join(folder, file), { force: true });
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null;
    throw error;
  }
}
