import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import JSON5 from 'json5';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createIncidentMirror } from '../../../adapters/store/incident-mirror.ts';
import { openLedger } from '../../../adapters/store/ledger.ts';
import { newEvent } from '../../../core/event-data.ts';
import type { NewEvent } from '../../../core/event.ts';
import { createTestClock } from './system-clock.ts';
import { tempFolder } from './temp-folder.ts';

const opened = (id: string): NewEvent =>
  newEvent('incident.opened', 'ops-monitor', id, {
    id,
    informational: false,
    lock: null,
    service: 'cart',
    suspect_reason: 'it fails itself',
    symptom: 'error_rate',
    severity: 'high',
    findings: [],
    trace_ids: [],
    reason: 'above threshold',
  });

function setUp() {
  const base = tempFolder();
  const ledger = openLedger({ file: join(base, 'ledger.db'), clock: createTestClock() });
  onTestFinished(() => ledger.close());
  const folder = join(base, 'incidents');
  return { ledger, folder, mirror: createIncidentMirror({ ledger, folder }) };
}

describe('incident mirror', () => {
  it('shows what the ledger says, after each change, and is not touched without one', async () => {
    const { ledger, folder, mirror } = setUp();
    await ledger.append([opened('INC-20261120-001'), opened('INC-20261120-002')]);
    let seq = await mirror.mirrorSince(0);
    expect(seq).toBe(2);
    const path = join(folder, 'INC-20261120-001.json5');
    expect(JSON5.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(await ledger.get('incident', 'INC-20261120-001'))));
    expect(readFileSync(path, 'utf8')).toMatch(/^\/\/ A mirror of the ledger/);
    const [first, second] = [statSync(path).ino, statSync(join(folder, 'INC-20261120-002.json5')).ino];
    await ledger.append([newEvent('incident.acknowledged', 'operator', 'INC-20261120-001', { by: 'kim' })]);
    seq = await mirror.mirrorSince(seq);
    expect(JSON5.parse(readFileSync(path, 'utf8')).acknowledged.by).toBe('kim');
    expect(statSync(path).ino).not.toBe(first);
    expect(statSync(join(folder, 'INC-20261120-002.json5')).ino).toBe(second);
    const after = statSync(path).ino;
    await mirror.mirrorAll();
    expect(statSync(path).ino).toBe(after);
  });

  it('mends at start what was removed, edited or left half-written', async () => {
    const { ledger, folder, mirror } = setUp();
    await ledger.append([opened('INC-20261120-001'), opened('INC-20261120-002')]);
    await mirror.mirrorAll();
    rmSync(join(folder, 'INC-20261120-001.json5'));
    writeFileSync(join(folder, 'INC-20261120-002.json5'), '{}');
    writeFileSync(join(folder, 'INC-20261120-002.json5.0123456789ab.tmp'), '{');
    await mirror.mirrorAll();
    expect(readdirSync(folder)).toEqual(['INC-20261120-001.json5', 'INC-20261120-002.json5']);
    expect(JSON5.parse(readFileSync(join(folder, 'INC-20261120-002.json5'), 'utf8')).id).toBe('INC-20261120-002');
  });

  it('never writes outside its folder', async () => {
    const { ledger, folder, mirror } = setUp();
    await ledger.append([opened('../escaped')]);
    await mirror.mirrorAll();
    expect(readdirSync(folder)).toEqual([]);
    expect(readdirSync(join(folder, '..')).filter((name) => name.startsWith('escaped'))).toEqual([]);
  });
});
