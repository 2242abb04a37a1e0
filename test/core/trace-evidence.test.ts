import { describe, expect, it } from 'vitest';
import type { Span } from '../../core/sample.ts';
import { whereTraceEnds } from '../../core/trace-evidence.ts';

let number = 0;
function span(of: Partial<Span> & { readonly service: string }): Span {
  number += 1;
  return {
    trace_id: 't1',
    span_id: `s${number}`,
    parent_span_id: null,
    name: 'a request',
    kind: 'server',
    start_ms: number,
    duration_ms: 10,
    has_error: true,
    peer_service: null,
    status_message: null,
    ...of,
  };
}

describe('where a failing trace ends', () => {
  it('blames the deepest service that reported the error itself', () => {
    const entry = span({ service: 'frontend' });
    const call = span({ service: 'frontend', kind: 'client', parent_span_id: entry.span_id, peer_service: 'payment' });
    const served = span({ service: 'payment', parent_span_id: call.span_id, status_message: 'card refused' });
    expect(whereTraceEnds([served, entry, call])).toEqual({ trace_id: 't1', service: 'payment', how: 'answered', detail: 'card refused' });
  });

  it('blames the silent callee, which left no span of its own', () => {
    const entry = span({ service: 'frontend' });
    const call = span({ service: 'frontend', kind: 'client', parent_span_id: entry.span_id, peer_service: 'payment', name: 'POST /charge' });
    expect(whereTraceEnds([entry, call])).toEqual({ trace_id: 't1', service: 'payment', how: 'silent', detail: 'POST /charge' });
  });

  it('says that a callee answered when it left a span that is well in its own eyes', () => {
    const call = span({ service: 'frontend', kind: 'client', peer_service: 'payment' });
    const served = span({ service: 'payment', parent_span_id: call.span_id, has_error: false });
    expect(whereTraceEnds([call, served])).toMatchObject({ service: 'payment', how: 'answered' });
  });

  it('takes the first failure in time: later ones may be its echo', () => {
    const entry = span({ service: 'frontend', start_ms: 0 });
    const late = span({ service: 'email', parent_span_id: entry.span_id, start_ms: 50 });
    const early = span({ service: 'payment', parent_span_id: entry.span_id, start_ms: 20 });
    expect(whereTraceEnds([entry, late, early])?.service).toBe('payment');
  });

  it('names nobody without an error, without a peer, or without spans', () => {
    expect(whereTraceEnds([])).toBeNull();
    expect(whereTraceEnds([span({ service: 'frontend', has_error: false })])).toBeNull();
    expect(whereTraceEnds([span({ service: 'frontend', kind: 'client' })])).toBeNull();
  });

  it('ends although spans claim to be their own parents', () => {
    const self = span({ service: 'frontend', span_id: 'self', parent_span_id: 'self' });
    const a = span({ service: 'cart', span_id: 'a', parent_span_id: 'b' });
    const b = span({ service: 'cart', span_id: 'b', parent_span_id: 'a' });
    expect(whereTraceEnds([self, a, b])).toBeNull();
  });
});
