import { createMcpClient } from '../../../adapters/mcp/client.ts';
import type { McpClient } from '../../../adapters/mcp/client.ts';
import { createSignozTelemetry } from '../../../adapters/signoz/telemetry.ts';
import type { SignozOptions } from '../../../adapters/signoz/telemetry.ts';
import type { Telemetry } from '../../../core/ports.ts';
import type { TimeWindow } from '../../../core/sample.ts';
import { Secret } from '../../../core/secret.ts';
import { startSignoz } from '../../../sandbox/signoz/start.ts';
import type { Signoz } from '../../../sandbox/signoz/start.ts';
import { logBody, send, traceBody } from '../../sandbox/signoz/otlp-feed.ts';

export const API_KEY = 'sandbox-signoz-key';
export const FAILED_TRACE = 'abcdef0123456789abcdef0123456789';

export interface FedSignoz {
  readonly signoz: Signoz;
  readonly mcp: McpClient;
  readonly telemetry: Telemetry;
  readonly window: TimeWindow;
  stop(): Promise<void>;
}

export function mcpAt(signoz: Signoz, more: { readonly timeout_ms?: number; readonly key?: string; readonly max_result_bytes?: number } = {}): McpClient {
  return createMcpClient({
    name: 'signoz',
    server: { url: `${signoz.url}/mcp`, headers: { 'SIGNOZ-API-KEY': new Secret(more.key ?? API_KEY) } },
    timeout_ms: more.timeout_ms ?? 10_000,
    ...(more.max_result_bytes === undefined ? {} : { max_result_bytes: more.max_result_bytes }),
  });
}

/** A look-alike that was fed the story of the telemetry contract. */
export async function fedSignoz(more: Partial<SignozOptions> = {}): Promise<FedSignoz> {
  const signoz = await startSignoz({ apiKey: API_KEY, seed: 1 });
  const now = Date.now();
  const window = { start_ms: now - 60_000, end_ms: now };
  const duration_ns = 10_000_000n;
  const at = (i: number) => now - 50_000 + i * 100;
  const well = Array.from({ length: 19 }, (_, i) => ({ service: 'checkout', end_ms: at(i), duration_ns }));
  const failed = [
    { service: 'checkout', trace_id: FAILED_TRACE, span_id: '00000000000000aa', end_ms: at(20), duration_ns, error: 'failed' },
    { service: 'checkout', trace_id: FAILED_TRACE, span_id: '00000000000000ab', parent_span_id: '00000000000000aa', kind: 3, end_ms: at(20), duration_ns, error: 'charge refused', attributes: { 'peer.service': 'payment' } },
  ];
  // Calls that go out take longer, and must not be taken for requests that come in.
  const outgoing = Array.from({ length: 10 }, (_, i) => ({ service: 'checkout', parent_span_id: '00000000000000ff', kind: 3, end_ms: at(i), duration_ns: 500_000_000n }));
  await send(signoz.collectorUrl, 'traces', traceBody([...well, ...outgoing, ...failed]));
  await send(signoz.collectorUrl, 'logs', logBody('checkout', [{ at_ms: at(5), severity: 'INFO', body: 'order placed' }, { at_ms: at(20), severity: 'ERROR', body: 'could not charge' }]));
  const mcp = mcpAt(signoz);
  return {
    signoz,
    mcp,
    telemetry: createSignozTelemetry({ mcp, web_url: 'https://signoz.example.org/', ...more }),
    window,
    async stop() {
      await mcp.close();
      await signoz.close();
    },
  };
}
