import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { canonicalJson, eventHash, GENESIS_HASH } from '../../../adapters/store/canonical.ts';
import { exportLedger } from '../../../adapters/store/export-ledger.ts';
import { openLedger } from '../../../adapters/store/ledger.ts';
import { verifyLedger } from '../../../adapters/store/verify-ledger.ts';
import { newEvent } from '../../../core/event-data.ts';
import { startChild } from './child.ts';
import { eventually } from './eventually.ts';
import { intended, line, open } from './ledger-harness.ts';
import { createTestClock, systemClock } from './system-clock.ts';
import { tempFolder } from './temp-folder.ts';

describe('ledger', () => {
  it('chains what is appended and gives it back by query', async () => {
    const { ledger, file } = open();
    const first = await ledger.append([line(1), line(2)]);
    const second = await ledger.append([line(3)]);
    expect([...first, ...second].map((event) => event.seq)).toEqual([1, 2, 3]);
    expect(first[0]?.prev_hash).toBe(GENESIS_HASH);
    expect(second[0]?.prev_hash).toBe(first[1]?.hash);
    expect(second[0]?.hash).toBe(eventHash(first[1]?.hash ?? '', { seq: 3, at: second[0]?.at ?? '', kind: 'test.line', actor: 'atlas', incident_id: null, data: '{"n":3}' }));
    expect(await ledger.events({ after_seq: 1, limit: 1 })).toEqual([first[1]]);
    expect(await ledger.events({ newest_first: true, limit: 1 })).toEqual(second);
    expect((await ledger.events({ incident_id: 'INC-20261120-001' })).map((event) => event.seq)).toEqual([2]);
    expect(await ledger.events({ kinds: ['other'] })).toEqual([]);
    expect(await verifyLedger(file)).toMatchObject({ ok: true, events: 3, problems: [] });
  });

  it('folds rows in the same transaction, and sees them in the next decision', async () => {
    const { ledger } = open();
    await ledger.append([intended('a'), newEvent('effect.done', 'ops-monitor', null, { key: 'a', tool: 'jira.create', result: { key: 'OPS-1' } }), intended('b')]);
    const { result } = await ledger.transact((view) => ({ events: [], result: view.get('effect', 'a') }));
    expect(result).toMatchObject({ status: 'done', result: { key: 'OPS-1' }, input: { a: 1 } });
    expect((await ledger.list('effect', ['intended'])).map((row) => row.key)).toEqual(['b']);
    expect((await ledger.list('effect')).map((row) => row.key)).toEqual(['a', 'b']);
  });

  it('writes nothing for no events, and nothing of a decision that throws, while its neighbours go through', async () => {
    const { ledger, file } = open();
    await ledger.transact(() => ({ events: [], result: null }));
    expect(await ledger.read((view) => view.head())).toEqual({ seq: 0, hash: GENESIS_HASH });
    const outcomes = await Promise.allSettled([
      ledger.append([line(1)]),
      ledger.transact(() => {
        throw new Error('no');
      }),
      ledger.append([line(2), { kind: 'test.big', actor: 'atlas', data: { list: Array.from({ length: 40_000 }, (_, n) => n) } }]),
      ledger.append([line(3)]),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect((await ledger.events({})).map((event) => event.data)).toEqual([{ n: 1 }, { n: 3 }]);
    expect((await verifyLedger(file)).problems).toEqual([]);
  });

  it('keeps to the order of decisions that were asked for together', async () => {
    const { ledger } = open();
    const claims = await Promise.all(
      Array.from({ length: 200 }, () =>
        ledger.transact((view) => {
          const taken = view.get('slot', 'one') !== null;
          const holder = { instance: 'i', agent: 'atlas' as const, host: 'h', boot: 'b', pid: 1, started: '1' };
          return { events: taken ? [] : [newEvent('slot.claimed', 'atlas', null, { key: 'one', holder })], result: !taken };
        }),
      ),
    );
    expect(claims.filter((claim) => claim.result)).toHaveLength(1);
  });

  it('counts attempts by tool and time from an index', async () => {
    const clock = createTestClock();
    const { ledger, file } = open({ clock });
    const holder = { instance: 'i', agent: 'ops-monitor' as const, host: 'h', boot: 'b', pid: 1, started: '1' };
    for (let n = 0; n < 5; n += 1) {
      await ledger.append([newEvent('effect.attempted', 'ops-monitor', null, { key: `k${n}`, tool: n < 3 ? 'jira.create' : 'jira.comment', attempt: 1, holder })]);
      clock.advance(1_000);
    }
    const since = new Date(clock.now() - 4_000).toISOString();
    expect(await ledger.read((view) => [view.attemptsSince('jira.create', since), view.attemptsSince('jira.comment', since), view.attemptsSince('jira', since)])).toEqual([2, 2, 0]);
    expect((await ledger.events({ attempted_tool: 'jira.create', since })).map((event) => event.data['key'])).toEqual(['k1', 'k2']);
    const raw = new DatabaseSync(file);
    const plan = raw.prepare("EXPLAIN QUERY PLAN SELECT count(*) FROM events WHERE kind = 'effect.attempted' AND json_extract(data, '$.tool') = ? AND at >= ?").all('x', 'y');
    raw.close();
    expect(JSON.stringify(plan)).toContain('events_attempted');
  });

  it('redacts, strips what acts in a terminal, and cuts what is too long', async () => {
    const { ledger } = open({ redact: (text) => text.replaceAll('hunter2', '[secret]') });
    const [event] = await ledger.append([
      {
        kind: 'test.dirty',
        actor: 'atlas',
        data: { a: 'x\u001b[31mred\u001b[0m\r\ny\u202e\u200b\u0000z', nested: { hunter2: ['my hunter2'] }, long: 'l'.repeat(100_000), n: Number.NaN },
      },
    ]);
    expect(event?.data).toMatchObject({ a: 'xred\nyz', nested: { '[secret]': ['my [secret]'] }, n: null });
    expect(Buffer.byteLength(JSON.stringify(event?.data))).toBeLessThan(65_536);
    expect(event?.data['long']).toMatch(/… \[cut 83616 characters\]$/);
  });

  it('refuses a file of a newer version, and leaves it as it is', async () => {
    const { ledger, file } = open();
    await ledger.append([line(1)]);
    ledger.close();
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    expect(() => openLedger({ file, clock: systemClock })).toThrow(/newer Atlas \(schema 99/);
    expect((await verifyLedger(file)).problems.join()).toMatch(/newer Atlas/);
  });

  it('says so when the file is no ledger', () => {
    const file = join(tempFolder(), 'ledger.db');
    writeFileSync(file, 'this is not a database, but it is long enough to be looked at as one'.repeat(20));
    expect(() => openLedger({ file, clock: systemClock })).toThrow(/cannot be opened \(damaged\)/);
  });

  it('acknowledges nothing when the disk is full, and goes on when there is room again', async () => {
    const { ledger, file } = open();
    await ledger.append([line(1)]);
    const raw = new DatabaseSync(file);
    const pages = Number(raw.prepare('PRAGMA page_count').get()?.['page_count']);
    raw.close();
    // A limit of pages is what a full disk is to SQLite; it belongs to the connection, so it goes in through the ledger's own.
    const limited = openLedger({ file, clock: systemClock });
    onTestFinished(() => limited.close());
    await limited.read((view) => view.head());
    const filler = (): Promise<unknown> => limited.append([{ kind: 'test.fill', actor: 'atlas', data: { text: 'x'.repeat(60_000) } }]);
    const prepare = DatabaseSync.prototype.exec;
    DatabaseSync.prototype.exec = function exec(this: DatabaseSync, sql: string) {
      prepare.call(this, sql);
      if (sql === 'BEGIN') prepare.call(this, `PRAGMA max_page_count = ${pages + 4}`);
    };
    await limited.read((view) => view.head());
    DatabaseSync.prototype.exec = prepare;
    await expect(filler()).rejects.toMatchObject({ name: 'AtlasError', retryable: true, details: { trouble: 'full' } });
    expect((await ledger.events({})).map((event) => event.seq)).toEqual([1]);
    // The failed connection was given up: the next one has no such limit.
    await filler();
    expect((await verifyLedger(file)).problems).toEqual([]);
  });

  it('exports every event as a line', async () => {
    const { ledger, file } = open();
    const events = await ledger.append(Array.from({ length: 1_203 }, (_, n) => line(n)));
    const lines = [];
    for await (const text of exportLedger(file)) lines.push(JSON.parse(text));
    expect(lines).toEqual(JSON.parse(JSON.stringify(events)));
  });

  it('folds the same rows from an event as it came and as it was stored, whatever the order of its keys', async () => {
    const { ledger, file } = open();
    const holder = { started: '1', pid: 1, instance: 'i', host: 'h', boot: 'b', agent: 'atlas' as const };
    await ledger.append([newEvent('slot.claimed', 'atlas', null, { key: 'one', holder })]);
    expect((await verifyLedger(file)).problems).toEqual([]);
  });

  it('sorts keys at every depth', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 2 }], a: null, 10: 'x', 9: 'y' })).toBe('{"10":"x","9":"y","a":null,"b":[{"a":2,"z":1}]}');
  });

  it('takes appends of four processes without gaps', async () => {
    const file = join(tempFolder(), 'ledger.db');
    const children = ['a', 'b', 'c', 'd'].map((name) => startChild('./fixtures/append-loop.ts', import.meta.url, [file, name, '200']));
    for (const child of children) expect(await child.ended).toMatchObject({ code: 0, stderr: '' });
    const verdict = await verifyLedger(file);
    expect(verdict).toMatchObject({ ok: true, events: 800, head: { seq: 800 } });
    expect(children.map((child) => child.lines.length)).toEqual([200, 200, 200, 200]);
  });

  it('loses nothing acknowledged to kill -9, and always loads', async () => {
    const file = join(tempFolder(), 'ledger.db');
    let acknowledged = 0;
    for (let round = 0; round < 8; round += 1) {
      const child = startChild('./fixtures/append-loop.ts', import.meta.url, [file, `r${round}`, '100000']);
      await eventually('some lines', () => child.lines.length > 20 + 13 * round);
      child.process.kill('SIGKILL');
      await child.ended;
      acknowledged += child.lines.length;
      const hashes = new Set<string>();
      for await (const text of exportLedger(file)) hashes.add(JSON.parse(text).hash);
      for (const said of child.lines) expect(hashes).toContain(said.split(' ')[2]);
    }
    const verdict = await verifyLedger(file);
    expect(verdict.problems).toEqual([]);
    // At most one line a round was on disk without having been said.
    expect(verdict.events - acknowledged).toBeLessThanOrEqual(8);
  });
});
