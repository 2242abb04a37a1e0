import { describe, expect, it } from 'vitest';
import { isAgentName } from '../../core/agent.ts';
import { httpUrlOrNone, name, ratio, secret, seconds, snowflake } from '../../core/config-primitives.ts';
import { AtlasError, isErrorCode, toAtlasError } from '../../core/error.ts';
import { createFailpoint } from '../../core/failpoint.ts';
import { isAtLeast, severityRank, stepSeverity, worstSeverity } from '../../core/severity.ts';
import { slotKey } from '../../core/slot.ts';
import { raisePriority } from '../../core/ticket.ts';
import { NOON_MS } from './builders.ts';

describe('severities', () => {
  it('are in order, worst first', () => {
    expect((['critical', 'high', 'medium', 'low', 'info'] as const).map(severityRank)).toEqual([0, 1, 2, 3, 4]);
    expect(isAtLeast('medium', 'medium')).toBe(true);
    expect(isAtLeast('low', 'medium')).toBe(false);
    expect(worstSeverity(['low', 'high', 'medium'])).toBe('high');
    expect(worstSeverity([])).toBe('info');
  });

  it('step to the ends and no further', () => {
    expect([stepSeverity('medium', -1), stepSeverity('medium', 1), stepSeverity('critical', -1), stepSeverity('info', 1)]).toEqual(['high', 'low', 'critical', 'info']);
  });
});

describe('ticket priorities', () => {
  it('are raised one step, up to the highest', () => {
    expect((['Lowest', 'Low', 'Medium', 'High', 'Highest'] as const).map(raisePriority)).toEqual(['Low', 'Medium', 'High', 'Highest', 'Highest']);
  });
});

describe('a slot', () => {
  it('has the same key whoever offers it', () => {
    expect(slotKey('ops-monitor', 'check', NOON_MS)).toBe('ops-monitor/check@2026-11-20T12:00:00.000Z');
  });
});

describe('a failpoint', () => {
  it('dies at the chosen instant only', () => {
    const died: string[] = [];
    const failpoint = createFailpoint('effect.after_attempted', () => died.push('dead'));
    failpoint('effect.after_intended');
    expect(died).toEqual([]);
    failpoint('effect.after_attempted');
    expect(died).toEqual(['dead']);
    createFailpoint(undefined, () => died.push('never'))('effect.after_done');
    expect(died).toHaveLength(1);
  });
});

describe('errors', () => {
  it('have one shape, and what is unknown may have happened', () => {
    const known = new AtlasError('RATE_LIMIT', 'wait', { retryable: true, details: { retry_after_ms: 5 }, trace_id: 't' });
    expect(known.toJSON()).toEqual({ error_code: 'RATE_LIMIT', message: 'wait', retryable: true, details: { retry_after_ms: 5 }, trace_id: 't' });
    expect(known.certainty).toBe('refused');
    expect(toAtlasError(known)).toBe(known);
    const cause = new Error('boom');
    expect(toAtlasError(cause)).toMatchObject({ error_code: 'INTERNAL_ERROR', message: 'boom', certainty: 'ambiguous', retryable: false, cause });
    expect(toAtlasError('odd').message).toBe('odd');
  });

  it('have known codes', () => {
    expect([isErrorCode('LOCKED'), isErrorCode('locked'), isErrorCode(undefined)]).toEqual([true, false, false]);
    expect([isAgentName('atlas'), isAgentName('root')]).toEqual([true, false]);
  });
});

describe('building blocks of settings', () => {
  it('hold values to their units', () => {
    expect([0, 1, -0.01, 1.01].map((value) => ratio.safeParse(value).success)).toEqual([true, true, false, false]);
    expect([0.1, 0, -1, 2_592_001].map((value) => seconds.safeParse(value).success)).toEqual([true, false, false, false]);
    expect(['cart', 'product-catalog', 'Cart', '', '-x', 'a b'].map((value) => name.safeParse(value).success)).toEqual([true, true, false, false, false, false]);
    expect(['http://x:1', '', 'ftp://x', 'x'].map((value) => httpUrlOrNone.safeParse(value).success)).toEqual([true, true, false, false]);
    expect(['123456789012345678', '', '12a'].map((value) => snowflake('channel').safeParse(value).success)).toEqual([true, true, false]);
  });

  it('keep a secret from the moment it is read', () => {
    expect(JSON.stringify(secret.parse('hunter2'))).toBe('"[secret]"');
  });
});
