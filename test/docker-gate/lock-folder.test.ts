import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blockingLock, judgeLock } from '../../docker-gate/lock-folder.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('what a lock file says about restarts', () => {
  it.each([
    ["{ locked_by: 'kim' }", 'held'],
    ["{ blocks: ['auto_restart'] }", 'held'],
    ["{ blocks: ['auto_scale', 'auto_restart'], locked_at: '2026-11-20T11:00:00Z', expected_release: '2026-11-20T12:30:00Z' }", 'held'],
    ["{ expected_release: '2026-11-20T21:00:01+09:00' }", 'held'],
    // What a person dropped there is released by removing it, whatever end it names.
    ["{ expected_release: '2026-11-20T21:00:00+09:00' }", 'held'],
    ["{ locked_at: '2026-11-20T12:00:59Z' }", 'held'],
    ["{ locked_at: '2026-11-20T12:01:01Z' }", 'future'],
    ["{ locked_at: '2026-11-20T13:00:00Z', expected_release: '2026-11-20T11:00:00Z' }", 'future'],
    ['', 'unreadable'],
    ['{ blocks: [', 'unreadable'],
    ['null', 'unreadable'],
    ['[]', 'unreadable'],
    ["'auto_restart'", 'unreadable'],
    ["{ blocks: 'auto_restart' }", 'unreadable'],
    ['{ blocks: null }', 'unreadable'],
    ['{ blocks: [1] }', 'unreadable'],
    ["{ expected_release: 'soon' }", 'unreadable'],
    ["{ expected_release: '2026-11-20T11:00:00' }", 'unreadable'],
    ['{ expected_release: 0 }', 'unreadable'],
    ['{ locked_at: 5 }', 'unreadable'],
  ])('%s forbids', (text, why) => {
    expect(judgeLock(text, NOW)).toBe(why);
  });

  it.each([
    '{ blocks: [] }',
    "{ blocks: ['auto_scale'] }",
    "{ fence: 7, blocks: [], locked_at: '2026-11-20T13:00:00Z' }",
    "{ fence: 7, mirror: true, blocks: ['auto_restart'], expected_release: '2026-11-20T11:59:59Z' }",
  ])('%s does not forbid', (text) => {
    expect(judgeLock(text, NOW)).toBeNull();
  });
});

describe('the folder of locks', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gate-locks-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('holds no lock when it is empty or not there, and one when it is not a folder', () => {
    expect(blockingLock(folder, NOW)).toBeNull();
    expect(blockingLock(join(folder, 'none'), NOW)).toBeNull();
    writeFileSync(join(folder, 'file'), '');
    expect(blockingLock(join(folder, 'file'), NOW)).toEqual({ file: '.', why: 'unreadable' });
  });

  it('looks at every .lock file and at no other', () => {
    writeFileSync(join(folder, 'a.lock'), '{ blocks: [] }');
    writeFileSync(join(folder, 'README.md'), 'not a lock');
    writeFileSync(join(folder, 'b.lock.tmp'), '{');
    expect(blockingLock(folder, NOW)).toBeNull();
    writeFileSync(join(folder, 'z.lock'), '{}');
    expect(blockingLock(folder, NOW)).toEqual({ file: 'z.lock', why: 'held' });
  });

  it('takes for a lock what cannot be read: a folder, a huge file, a link that leads nowhere', () => {
    mkdirSync(join(folder, 'a.lock'));
    expect(blockingLock(folder, NOW)).toEqual({ file: 'a.lock', why: 'unreadable' });
    rmSync(join(folder, 'a.lock'), { recursive: true });
    writeFileSync(join(folder, 'b.lock'), `{ blocks: [] }${' '.repeat(70_000)}`);
    expect(blockingLock(folder, NOW)).toEqual({ file: 'b.lock', why: 'unreadable' });
    rmSync(join(folder, 'b.lock'));
    symlinkSync(join(folder, 'gone'), join(folder, 'c.lock'));
    expect(blockingLock(folder, NOW)).toEqual({ file: 'c.lock', why: 'unreadable' });
  });
});
