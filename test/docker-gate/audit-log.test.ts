import { appendFileSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeLine } from '../../docker-gate/audit-line.ts';
import { openAudit } from '../../docker-gate/audit-log.ts';
import type { AuditLog } from '../../docker-gate/audit-log.ts';
import { verifyAudit } from '../../docker-gate/verify-audit.ts';

describe('the audit file', () => {
  let state: string;
  let file: string;
  const open = (sizes: { largest_file_bytes?: number; kept_files?: number } = {}): AuditLog =>
    openAudit({ folder: join(state, 'docker-gate'), now: () => 0, ...sizes });
  const write = (lines: number, sizes = {}): void => {
    const audit = open(sizes);
    for (let index = 0; index < lines; index += 1) audit.append({ decision: 'refused', reason: 'test', index });
    audit.close();
  };
  beforeEach(() => {
    state = mkdtempSync(join(tmpdir(), 'gate-audit-'));
    file = join(state, 'docker-gate', 'audit.jsonl');
  });
  afterEach(() => {
    rmSync(state, { recursive: true, force: true });
  });

  it('is one chain over several openings', async () => {
    write(3);
    write(2);
    expect(await verifyAudit(state)).toMatchObject({ lines: 5, broken_at: null, last: { seq: 5 } });
  });

  it('shows every changed, removed or exchanged line', async () => {
    write(5);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const damaged: readonly (readonly string[])[] = [
      lines.map((line, index) => (index === 2 ? line.replace('"index":2', '"index":9') : line)),
      lines.filter((_line, index) => index !== 2),
      [lines[0] ?? '', lines[2] ?? '', lines[1] ?? '', ...lines.slice(3)],
      [lines[0] ?? '', ...lines],
    ];
    for (const version of damaged) {
      writeFileSync(file, `${version.join('\n')}\n`);
      expect((await verifyAudit(state)).broken_at).not.toBeNull();
    }
  });

  it('shows a line that was written anew with a hash of its own', async () => {
    write(3);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const forged = writeLine({ seq: 1, hash: 'f'.repeat(64) }, '1970-01-01T00:00:00.000Z', { decision: 'refused', index: 9 });
    writeFileSync(file, `${[lines[0], forged.line].join('\n')}\n`);
    expect((await verifyAudit(state)).broken_at).toBe('audit.jsonl:2');
  });

  it('cuts off a torn last line, says so, and goes on with the chain', async () => {
    write(3);
    appendFileSync(file, '{"seq":4,"at":"19');
    write(1);
    expect(await verifyAudit(state)).toMatchObject({ lines: 5, broken_at: null });
    expect(readFileSync(file, 'utf8')).toContain('"reason":"torn_tail","bytes":17');
  });

  it('sets a file aside whose last line was changed, and says so in a new one', async () => {
    write(3);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"index":2', '"index":7'));
    write(1);
    expect(readFileSync(file, 'utf8')).toContain('"reason":"chain_broken"');
    expect(readFileSync(join(state, 'docker-gate', 'audit.1.jsonl'), 'utf8')).toContain('"index":7');
    expect((await verifyAudit(state)).broken_at).toBe('audit.1.jsonl:3');
  });

  it('keeps its size on the disk bounded, with one chain over the files that are left', async () => {
    write(200, { largest_file_bytes: 2_000, kept_files: 3 });
    const files = readdirSync(join(state, 'docker-gate')).sort();
    expect(files).toEqual(['audit.1.jsonl', 'audit.2.jsonl', 'audit.3.jsonl', 'audit.jsonl']);
    for (const name of files) expect(readFileSync(join(state, 'docker-gate', name)).length).toBeLessThan(2_500);
    expect(await verifyAudit(state)).toMatchObject({ broken_at: null, last: { seq: 200 } });
    write(1, { largest_file_bytes: 2_000, kept_files: 3 });
    expect(await verifyAudit(state)).toMatchObject({ broken_at: null, last: { seq: 201 } });
  });

  it('goes on with the chain of the older file when the newest is still empty', async () => {
    write(2);
    const text = readFileSync(file, 'utf8');
    writeFileSync(join(state, 'docker-gate', 'audit.1.jsonl'), text);
    writeFileSync(file, '');
    write(1);
    expect(await verifyAudit(state)).toMatchObject({ lines: 3, broken_at: null });
  });

  it('escapes whatever a terminal would obey', () => {
    const audit = open();
    audit.append({ decision: 'refused', what: 'a\nb\u001b[31m\u009b1m\u202e\u2028\u200bz' });
    audit.close();
    expect(readFileSync(file, 'utf8')).toMatch(/^[\x20-\x7e]+\n$/);
  });
});
