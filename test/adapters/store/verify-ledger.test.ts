import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { verifyLedger } from '../../../adapters/store/verify-ledger.ts';
import { intended, line, open } from './ledger-harness.ts';
import { tempFolder } from './temp-folder.ts';

describe('verifyLedger', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['a changed text', "UPDATE events SET data = json_set(data, '$.n', 9) WHERE seq = 2", /event 2: its content/],
    ['a changed time', "UPDATE events SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 2", /event 2: its content/],
    ['a removed event', 'DELETE FROM events WHERE seq = 2', /event 3: follows 1/],
    ['two swapped events', 'UPDATE events SET seq = -1 WHERE seq = 2; UPDATE events SET seq = 2 WHERE seq = 3; UPDATE events SET seq = 3 WHERE seq = -1', /event 2: does not follow/],
    ['an inserted event', "INSERT INTO events SELECT 5, at, kind, actor, incident_id, data, prev_hash, hash FROM events WHERE seq = 4", /event 5: /],
    ['a changed hash', "UPDATE events SET hash = prev_hash WHERE seq = 4", /event 4: its content/],
    ['a changed row', "UPDATE rows SET json = json_set(json, '$.attempts', 7)", /row effect a: differs/],
    ['a changed status', "UPDATE rows SET status = 'done'", /row effect a: differs/],
    ['a removed row', 'DELETE FROM rows', /row effect a: is missing/],
    ['an invented row', "INSERT INTO rows VALUES ('effect', 'b', 'done', '{}', 1, 1)", /row effect b: no event/],
    ['a removed trigger', 'SELECT 1', /trigger events_never_vanish.* gone/],
  ];

  async function written(): Promise<string> {
    const { ledger, file } = open();
    await ledger.append([line(1), line(2), line(3), intended('a')]);
    ledger.close();
    return file;
  }

  it.each(cases)('sees %s', async (_, sql, problem) => {
    const file = await written();
    const raw = new DatabaseSync(file);
    raw.exec(`DROP TRIGGER events_never_change; DROP TRIGGER events_never_vanish; ${sql};`);
    if (!problem.source.includes('trigger')) {
      raw.exec("CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'x'); END; CREATE TRIGGER events_never_vanish BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'x'); END;");
    }
    raw.close();
    const verdict = await verifyLedger(file);
    expect(verdict.ok).toBe(false);
    expect(verdict.problems.join('\n')).toMatch(problem);
  });

  it('refuses changes through SQL while the triggers are there', async () => {
    const file = await written();
    const raw = new DatabaseSync(file);
    expect(() => raw.exec('UPDATE events SET data = data')).toThrow(/append-only/);
    expect(() => raw.exec('DELETE FROM events')).toThrow(/append-only/);
    raw.close();
    expect(await verifyLedger(file)).toMatchObject({ ok: true });
  });

  it('sees a cut end, an old copy and a chain written anew only by what is anchored elsewhere', async () => {
    const folder = tempFolder();
    const { ledger, file } = open({ file: join(folder, 'ledger.db') });
    const before = await ledger.append([line(1)]);
    await ledger.read((view) => view.head());
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    raw.close();
    copyFileSync(file, join(folder, 'old.db'));
    const after = await ledger.append([line(2)]);
    const anchors = [before[0], after[0]].map((event) => ({ seq: event?.seq ?? 0, hash8: (event?.hash ?? '').slice(0, 8) }));
    expect(await verifyLedger(file, anchors)).toMatchObject({ ok: true });
    expect(await verifyLedger(join(folder, 'old.db'))).toMatchObject({ ok: true, events: 1 });
    expect((await verifyLedger(join(folder, 'old.db'), anchors)).problems).toEqual([expect.stringMatching(/event 2: anchored elsewhere, but not in the ledger/)]);
    const forged = open({ file: join(folder, 'forged.db') });
    await forged.ledger.append([line(1), line(3)]);
    expect((await verifyLedger(forged.file, anchors)).problems.join()).toMatch(/event 2: is not the one/);
  });

  it('gives a verdict, not an exception, for a missing or damaged file', async () => {
    const folder = tempFolder();
    expect(await verifyLedger(join(folder, 'none.db'))).toMatchObject({ ok: false });
    expect(existsSync(join(folder, 'none.db'))).toBe(false);
    const file = await written();
    writeFileSync(file, Buffer.alloc(40_000, 7));
    expect(await verifyLedger(file)).toMatchObject({ ok: false });
  });
});
