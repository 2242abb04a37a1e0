import { z } from 'zod';
import type { ChatMessage, ChannelName, ChatRef } from '../chat.ts';
import { digestOf, effectKey } from '../digest.ts';
import type { Actor, JsonValue } from '../event.ts';
import { newEvent } from '../event-data.ts';
import type { PostedMessage } from '../fold/fold-incident.ts';
import type { EffectSpec } from '../gate-port.ts';
import type { Incident } from '../incident.ts';
import { incidentMessage } from '../render/incident-message.ts';
import type { EffectContext } from './effect-context.ts';

const wished = z.object({ digest: z.string().optional(), channel: z.enum(['bug', 'review']).optional() }).catch({});

/** Discord's limit on nonces is 25 characters. */
const NONCE_CHARACTERS = 24;

/** Any message, posted once: a repeat within minutes is caught by the nonce, a later one by the marker in the footer. */
export function postMessage(
  message: ChatMessage,
  options: { readonly key: string; readonly channel: ChannelName; readonly purpose: PostedMessage['purpose']; readonly incident_id: string | null; readonly context: EffectContext },
): EffectSpec<JsonValue> {
  const { chat } = options.context;
  const shown: JsonValue = { title: message.title, body: message.body, marker: message.marker, mention: message.mention };
  const digest = messageDigest(message);
  const result = (ref: ChatRef, shows: string): JsonValue => ({ ref: { channel_id: ref.channel_id, message_id: ref.message_id }, digest: shows, purpose: options.purpose });
  return {
    key: options.key,
    tool: 'discord.post',
    incident_id: options.incident_id,
    input: { channel: options.channel, purpose: options.purpose, message: shown, digest },
    perform: async () => result(await chat.post(options.channel, message, options.key.slice(0, NONCE_CHARACTERS)), digest),
    // What was found stands where the first wish put it, even if the binding has changed since, and shows that wish's text, whatever
    // the message ought to say by now: only so is the edit seen to be due.
    lookup: async (row) => {
      const first = wished.parse(row.input);
      const found = await chat.findByMarker(first.channel ?? options.channel, message.marker);
      return found === null ? null : result(found, first.digest ?? digest);
    },
    absent_is_certain: true,
  };
}

/** What a message shows, as one short word: when it differs from what was shown last, an edit is due. */
export function messageDigest(message: ChatMessage): string {
  return digestOf({
    title: message.title,
    body: message.body,
    severity: message.severity,
    fields: message.fields.map((field) => `${field.name}=${field.value}`),
  });
}

/** The incident's one message; null when it stands already, or alerts have no channel. A re-opened incident is news: it gets a new one. */
export function announceIncident(incident: Incident, context: EffectContext): EffectSpec<JsonValue> | null {
  const key = effectKey(context.deployment, incident.id, 'discord.post', String(incident.reopened));
  if (incident.message !== null && incident.reopened === 0) return null;
  const channel = context.channelFor('alert');
  if (channel === null) return null;
  const message = incidentMessage(incident, context.render, context.mention_from);
  return postMessage(message, { key, channel, purpose: 'incident', incident_id: incident.id, context });
}

/** The edit that brings the message up to date; null when it is. Editing twice does no harm: it needs no lookup. */
export function refreshMessage(incident: Incident, context: EffectContext, actor: Actor): EffectSpec<JsonValue> | null {
  const ref = incident.message;
  if (ref === null) return null;
  const message = incidentMessage(incident, context.render, context.mention_from);
  const digest = messageDigest(message);
  if (digest === incident.message_digest) return null;
  return {
    key: effectKey(context.deployment, incident.id, 'discord.edit', digest, incident.updated_at),
    tool: 'discord.edit',
    incident_id: incident.id,
    input: { message_id: ref.message_id, digest },
    perform: async () => {
      await context.chat.edit(ref, message);
      return digest;
    },
    lookup: () => Promise.resolve(null),
    absent_is_certain: true,
    on_done: () => [newEvent('message.shown', actor, incident.id, { digest })],
  };
}

/** People are called in a new message: an edit does not notify anybody. null when nobody is to be called, or there is no channel for it. */
export function callPeople(incident: Incident, context: EffectContext): EffectSpec<JsonValue> | null {
  const { escalation } = incident;
  if (escalation === null || escalation.level === 1 || incident.informational) return null;
  const channel = context.channelFor('escalation');
  if (channel === null) return null;
  const { messages } = context.render;
  const message: ChatMessage = {
    content: messages.escalation(escalation.level, escalation.contact, incident.id, incident.service, escalation.reason),
    title: messages.escalateTitle(incident.id),
    body: [escalation.reason, ...incident.proposals.map((proposal) => messages.proposal(proposal))].join('\n'),
    fields: incident.ticket === null ? [] : [{ name: messages.labels.ticket, value: [incident.ticket.key, context.render.ticketLink(incident.ticket.key) ?? ''].join(' ').trim() }],
    severity: incident.severity,
    // A second call of the same level (first the timer's, then the hand-over's) is another message.
    marker: `atlas:${incident.id}:L${escalation.level}:${escalation.at}`,
    mention: 'on_call',
  };
  const key = effectKey(context.deployment, incident.id, 'discord.post', `L${escalation.level}`, escalation.at);
  return postMessage(message, { key, channel, purpose: 'escalation', incident_id: incident.id, context });
}
