import type { Span } from './sample.ts';

/** Where one failing request really failed: the deepest error of its trace. */
export interface TraceVerdict {
  readonly trace_id: string;
  readonly service: string;
  /** `answered`: the service itself reported the error. `silent`: its caller waited and got nothing from it. */
  readonly how: 'answered' | 'silent';
  readonly detail: string;
}

/**
 * Walks the error spans of one trace to their ends. An error span with no failing child is an end; an end that is a client
 * span speaks about the service that was called, when that one left no span of its own. null: no end can be named.
 * Names come from telemetry and are untrusted: the caller keeps only those that are configured.
 */
export function whereTraceEnds(spans: readonly Span[]): TraceVerdict | null {
  const children = new Map<string, Span[]>();
  for (const span of spans) {
    if (span.parent_span_id === null) continue;
    children.set(span.parent_span_id, [...(children.get(span.parent_span_id) ?? []), span]);
  }
  const ends = spans.filter((span) => span.has_error && !(children.get(span.span_id) ?? []).some((child) => child.has_error));
  const verdicts = ends.flatMap((end) => verdictOf(end, children.get(end.span_id) ?? []));
  // The first failure in time is the cause; later ones may be its echo in the same request.
  return verdicts.toSorted((a, b) => a.start_ms - b.start_ms)[0]?.verdict ?? null;
}

function verdictOf(end: Span, children: readonly Span[]): readonly { readonly start_ms: number; readonly verdict: TraceVerdict }[] {
  const detail = end.status_message ?? end.name;
  if (end.kind !== 'client') {
    return [{ start_ms: end.start_ms, verdict: { trace_id: end.trace_id, service: end.service, how: 'answered', detail } }];
  }
  if (end.peer_service === null) return [];
  // A called service that did leave a span answered well in its own eyes: the fault is between the two, blame the silent side all the same.
  const how = children.length > 0 ? 'answered' : 'silent';
  return [{ start_ms: end.start_ms, verdict: { trace_id: end.trace_id, service: end.peer_service, how, detail } }];
}
