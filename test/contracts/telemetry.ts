import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Telemetry } from '../../core/ports.ts';
import type { TimeWindow } from '../../core/sample.ts';

/**
 * The story that a source must have been fed for this suite: in `window`, `checkout` served 20 requests of 10 ms, one of
 * them failed in trace `failed_trace` with the message `charge refused`, where it called `payment` (client span, peer
 * `payment`), and logged `could not charge` as ERROR; `silent` served nothing.
 */
export interface TelemetryUnderTest {
  readonly telemetry: Telemetry;
  readonly window: TimeWindow;
  readonly failed_trace: string;
  stop(): Promise<void>;
}

/** What every telemetry source must do for Atlas. */
export function telemetryContract(name: string, make: () => Promise<TelemetryUnderTest>): void {
  describe(`${name}: telemetry contract`, () => {
    let under_test: TelemetryUnderTest;
    let telemetry: Telemetry;
    beforeAll(async () => {
      under_test = await make();
      telemetry = under_test.telemetry;
    });
    afterAll(() => under_test.stop());

    it('gives ratios and milliseconds, and no sample for a service without traffic', async () => {
      const samples = await telemetry.services(under_test.window);
      const checkout = samples.find((sample) => sample.service === 'checkout');
      expect(checkout).toMatchObject({ requests: 20, errors: 1, window: under_test.window });
      expect(checkout?.error_rate).toBeCloseTo(0.05, 6);
      for (const latency of [checkout?.latency_avg_ms, checkout?.latency_p95_ms, checkout?.latency_p99_ms]) expect(latency).toBeCloseTo(10, 3);
      const seconds = (under_test.window.end_ms - under_test.window.start_ms) / 1000;
      expect(checkout?.requests_per_s).toBeCloseTo(20 / seconds, 3);
      expect(samples.map((sample) => sample.service)).not.toContain('silent');
    });

    it('finds the trace that failed, with who called whom', async () => {
      expect(await telemetry.errorTraceIds('checkout', under_test.window, 5)).toEqual([under_test.failed_trace]);
      expect(await telemetry.errorTraceIds('payment', under_test.window, 5)).toEqual([]);
      const spans = await telemetry.trace(under_test.failed_trace, under_test.window);
      const server = spans.find((span) => span.kind === 'server');
      const client = spans.find((span) => span.kind === 'client');
      expect(server).toMatchObject({ service: 'checkout', has_error: true, parent_span_id: null, peer_service: null });
      expect(client).toMatchObject({ service: 'checkout', parent_span_id: server?.span_id, peer_service: 'payment', status_message: 'charge refused' });
      expect(server?.duration_ms).toBeCloseTo(10, 3);
      expect(Math.abs((server?.start_ms ?? 0) - under_test.window.end_ms)).toBeLessThan(120_000);
    });

    it('reads logs by severity', async () => {
      const errors = await telemetry.logs({ service: 'checkout', window: under_test.window, severity: 'ERROR', limit: 10 });
      expect(errors).toMatchObject([{ service: 'checkout', severity: 'ERROR', body: 'could not charge' }]);
      expect(await telemetry.logs({ service: 'silent', window: under_test.window, limit: 10 })).toEqual([]);
    });

    it('refuses names that could leave a filter', async () => {
      await expect(telemetry.errorTraceIds("x' OR 1=1", under_test.window, 5)).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
      await expect(telemetry.trace('not-a-trace', under_test.window)).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
      expect(telemetry.traceLink('javascript:alert(1)')).toBeNull();
    });
  });
}
