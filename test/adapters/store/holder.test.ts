import { spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHolder, createIsAlive } from '../../../adapters/store/holder.ts';
import { processStart } from '../../../adapters/store/process-start.ts';
import { eventually } from './eventually.ts';

const self = createHolder('atlas');
const noBeats = createIsAlive({ self, lastBeat_ms: () => null, maxAge_ms: () => 60_000, now: () => 1_000_000 });

describe('isAlive', () => {
  it('knows this process, and not another process start with its pid', () => {
    expect(noBeats(self)).toBe(true);
    expect(noBeats({ ...self, instance: 'same process, other instance' })).toBe(true);
    expect(noBeats({ ...self, instance: 'x', started: `${self.started}1` })).toBe(false);
  });

  it('sees a child live, be a zombie, and be gone', async () => {
    // The shell's own child stays a zombie while nobody asks for it.
    const shell = spawn('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'ignore'] });
    onTestFinished(() => void shell.kill('SIGKILL'));
    const pid = Number(await new Promise((resolve) => shell.stdout.once('data', (chunk) => resolve(String(chunk)))));
    const started = processStart(pid) ?? '';
    expect(started).not.toBe('');
    const child = { ...self, instance: 'child', pid, started };
    expect(noBeats(child)).toBe(true);
    await eventually('the zombie counts as dead', () => !noBeats(child));
    expect(() => process.kill(pid, 0)).not.toThrow();
    shell.kill('SIGKILL');
  });

  it.each([
    ['on another host', { host: 'elsewhere' }],
    ['of another boot or container', { boot: 'other' }],
  ])('goes by heartbeats %s', (_, elsewhere) => {
    const holder = { ...self, instance: 'far', ...elsewhere };
    const beatAt = (beat_ms: number | null) => createIsAlive({ self, lastBeat_ms: () => beat_ms, maxAge_ms: () => 60_000, now: () => 1_000_000 });
    expect(beatAt(null)(holder)).toBe(false);
    expect(beatAt(940_000)(holder)).toBe(true);
    expect(beatAt(939_999)(holder)).toBe(false);
  });
});
