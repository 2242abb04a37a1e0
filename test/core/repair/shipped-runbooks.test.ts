import { readdirSync, readFileSync } from 'node:fs';
import JSON5 from 'json5';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { ContainerState } from '../../../core/container.ts';
import type { Symptom } from '../../../core/finding.ts';
import { chooseRunbook } from '../../../core/repair/choose-runbook.ts';
import { loadSettings } from '../../../settings/load.ts';
import { runbook } from '../../../settings/schema/runbook.ts';
import { FULL_ENV, PROJECT } from '../../settings/deployment-in-test.ts';
import { makeContainer } from '../builders.ts';

const ROOT = new URL('../../../', import.meta.url);

// Editors' hints stand beside the settings.
const file = z.looseObject({}).transform(({ $schema: _schema, ...rest }) => rest);

function read(path: string): Readonly<Record<string, unknown>> {
  return file.parse(JSON5.parse(readFileSync(new URL(path, ROOT), 'utf8')));
}

const BOOKS = Object.fromEntries(
  readdirSync(new URL('runbooks/', ROOT))
    .filter((name) => name.endsWith('.json5'))
    .map((name) => runbook.parse(read(`runbooks/${name}`)))
    .map((book) => [book.name, book]),
);
const { order } = z.object({ order: z.array(z.string()) }).parse(read('project/thresholds/runbooks.json5'));

function chosen(symptom: Symptom, logs: readonly string[] = [], container: Partial<ContainerState> = {}): string | undefined {
  return chooseRunbook(order, BOOKS, { symptom, logs, container: makeContainer(container) })?.runbook.name;
}

describe('the shipped runbooks', () => {
  it('all stand in the order', () => {
    expect(Object.keys(BOOKS).toSorted()).toEqual(order.toSorted());
  });

  it('are for what was measured when nothing else was seen', () => {
    expect((['error_rate', 'latency_p99', 'latency_p95', 'service_down', 'memory_usage'] as const).map((symptom) => chosen(symptom))).toEqual(['high_error_rate', 'high_latency', 'high_latency', 'wedged-service', 'oom_kill']);
  });

  it.each([
    ['OOMKilled', 'oom_kill'],
    ['process ended with exit code 137', 'oom_kill'],
    ['HikariPool-1: pool exhausted', 'connection_pool_exhaustion'],
    ['FATAL: too many connections', 'connection_pool_exhaustion'],
    ['CrashLoopBackOff', 'container-crash'],
    ['connect ECONNREFUSED 10.0.0.7:50051', 'dependency-failure'],
    ['upstream connect error or disconnect/reset before headers', 'dependency-failure'],
  ])('know the log line %s', (line, name) => {
    expect(chosen('error_rate', ['all well', line])).toBe(name);
  });

  it.each<[Partial<ContainerState>, string]>([
    [{ oom_killed: true }, 'oom_kill'],
    [{ running: false, status: 'exited', exit_code: 137 }, 'oom_kill'],
    [{ running: false, status: 'exited', exit_code: 1 }, 'container-crash'],
    [{ restart_count: 3 }, 'container-crash'],
  ])('know the container %o, whatever its log says', (container, name) => {
    expect(chosen('error_rate', ['ECONNREFUSED'], container)).toBe(name);
  });

  it('are not held up by any log', () => {
    expect(chosen('error_rate', [`${'too many '.repeat(12_000)}`])).toBe('high_error_rate');
  });

  it('permit as many retries as the user asked for: three for a crash, two for the others', () => {
    expect(Object.values(BOOKS).map((book) => [book.name, book.retries]).toSorted()).toEqual(order.toSorted().map((name) => [name, name === 'container-crash' ? 3 : 2]));
  });

  it('wait no longer in the sandbox than its own verification, where seconds count', async () => {
    const loaded = await loadSettings({ rootFile: 'atlas.sandbox.json5', env: FULL_ENV, cwd: PROJECT });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    const { runbooks, verification } = loaded.settings;
    const waits = Object.entries(runbooks).flatMap(([name, { verify }]) => (verify.wait_s === undefined ? [] : [[name, verify.wait_s] as const]));
    expect(waits.length).toBeGreaterThan(0);
    expect(waits.filter(([, wait_s]) => wait_s > verification.wait_s)).toEqual([]);
  });
});
