import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ledgerFile } from '../../agents/state.ts';
import { emptyStateDir, OPEN_ID, preparedStateDir, removeStateDir } from './prepared-state.ts';
import { runAtlas } from './run-atlas.ts';

describe('atlas ledger', () => {
  let stateDir: string;
  let copyDir: string;
  beforeAll(async () => {
    stateDir = await preparedStateDir();
    copyDir = emptyStateDir();
    // Everything into the one file, so that a copy of it is whole.
    const database = new DatabaseSync(ledgerFile(stateDir));
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
    copyFileSync(ledgerFile(stateDir), ledgerFile(copyDir));
  });
  afterAll(() => {
    removeStateDir(stateDir);
    removeStateDir(copyDir);
  });

  /** Needs no configuration: the ledger of a broken deployment can be looked at too. */
  function ledger(folder: string, ...args: readonly string[]): ReturnType<typeof runAtlas> {
    return runAtlas(['ledger', ...args, '--state', folder], {});
  }

  it('verify: 0 and the figures when it is whole', async () => {
    const { code, stdout } = await ledger(stateDir, 'verify', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, problems: [] });
    expect(code).toBe(0);
    expect((await ledger(stateDir, 'verify')).stdout).toMatch(/^The ledger is whole: \d+ events\.\n$/);
  });

  it('export: every event as a line of JSON, or only those after a number', async () => {
    const lines = (await ledger(stateDir, 'export')).stdout.trim().split('\n').map((line) => JSON.parse(line) as { readonly seq: number; readonly kind: string; readonly incident_id: string | null });
    expect(lines.map((event) => event.seq)).toEqual(lines.map((_, at) => at + 1));
    expect(lines.at(-1)).toMatchObject({ kind: 'guard.refused', incident_id: OPEN_ID });
    const last = lines.length - 1;
    expect((await ledger(stateDir, 'export', '--after', String(last))).stdout.trim().split('\n')).toHaveLength(1);
  });

  it('verify: 1 and the event when somebody changed a word of it', async () => {
    expect((await ledger(copyDir, 'verify')).code, 'the copy is whole before').toBe(0);
    const database = new DatabaseSync(ledgerFile(copyDir));
    const trigger = String(database.prepare(`SELECT sql FROM sqlite_master WHERE name = 'events_never_change'`).get()?.['sql']);
    const seq = Number(database.prepare(`SELECT seq FROM events WHERE kind = 'guard.refused'`).get()?.['seq']);
    database.exec('DROP TRIGGER events_never_change');
    database.exec(`UPDATE events SET data = replace(data, 'kim', 'lee') WHERE seq = ${seq}`);
    database.exec(trigger);
    database.close();
    const { code, stdout, stderr } = await ledger(copyDir, 'verify');
    expect(stderr).toContain(`event ${seq}`);
    expect(stdout).toContain('not what was written');
    expect(code).toBe(1);
  });

  it('verify and export: 2 when there is none, which is no broken ledger', async () => {
    const nowhere = emptyStateDir();
    for (const verb of ['verify', 'export']) {
      const { code, stderr } = await ledger(nowhere, verb);
      expect(stderr).toContain('there is no ledger in');
      expect(code).toBe(2);
    }
    removeStateDir(nowhere);
  });
});
