import { effectKey } from '../../core/digest.ts';
import { postMessage } from '../../core/effects/incident-chat.ts';
import { stormPause } from '../../core/storm.ts';
import type { Incident } from '../../core/incident.ts';
import type { AgentContext } from '../frame/agent-context.ts';

/** Is this incident's first message wanted now? Informational ones have none, nor has any without a channel for alerts; in a storm new ones wait, and that is said once. */
export async function mayAnnounce(context: AgentContext, incident: Incident): Promise<boolean> {
  if (incident.informational) return false;
  if (incident.message !== null) return true;
  const channel = context.effects.channelFor('alert');
  if (channel === null) return false;
  const { alert_storm } = context.settings.policy;
  const now_ms = context.clock.now();
  const posted_ms = (await context.ledger.list('incident')).filter((one) => one.message !== null).map((one) => Date.parse(one.detected_at));
  const pause = stormPause(posted_ms, now_ms, alert_storm);
  if (pause === null) return true;
  const message = {
    content: null,
    title: context.messages.stormPause(String(Math.round(alert_storm.pause_s / 60))),
    body: '',
    fields: [],
    severity: 'notice' as const,
    marker: `atlas:storm:${pause.since_ms}`,
    mention: null,
  };
  const key = effectKey(context.effects.deployment, 'storm', String(pause.since_ms));
  await context.gate.effect(postMessage(message, { key, channel, purpose: 'notice', incident_id: null, context: context.effects }));
  return false;
}
