import { storyEvent } from '../../core/event-data.ts';
import type { ServiceSample } from '../../core/sample.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/**
 * The demo-controller asks after a rehearsal: how are these services now, and what did you report in that time? The answer
 * goes into the ledger, once a request.
 */
export async function answerVerifications(context: AgentContext): Promise<void> {
  const waiting = await context.ledger.list('scenario_run', ['verifying']);
  for (const run of waiting) {
    const asked = (await context.ledger.events({ kinds: ['scenario.verifying', 'verification.answered'] })).filter((event) => event.data['id'] === run.id);
    if (asked.some((event) => event.kind === 'verification.answered')) continue;
    const now_ms = context.clock.now();
    const window = { start_ms: now_ms - context.settings.alerting.window_s * 1000, end_ms: now_ms };
    const samples = await health(context, window);
    const reported = (await context.ledger.list('incident')).filter((incident) => incident.detected_at >= (run.injected_at ?? run.requested_at)).map((incident) => incident.id);
    await context.ledger.append([
      storyEvent('verification.answered', context.name, null, {
        id: run.id,
        health: samples.map((sample) => ({ service: sample.service, requests: sample.requests, error_rate: sample.error_rate, latency_p99_ms: sample.latency_p99_ms })),
        reported,
      }),
    ]);
  }
}

async function health(context: AgentContext, window: { start_ms: number; end_ms: number }): Promise<readonly ServiceSample[]> {
  try {
    return await context.gate.call({ tool: 'signoz.services', run: () => context.telemetry.services(window) });
  } catch (thrown) {
    context.log.warn('health could not be read', { error: String(thrown) });
    return [];
  }
}
