import type { ChatMessage, ChatRef } from '../../../core/chat.ts';
import type { EffectRow } from '../../../core/effect.ts';
import type { EffectContext } from '../../../core/effects/effect-context.ts';
import type { JsonValue } from '../../../core/event.ts';
import { messagesFor } from '../../../core/messages/messages-for.ts';
import type { Chat, Tickets } from '../../../core/ports.ts';
import type { RenderContext } from '../../../core/render/render-context.ts';
import type { Ticket, TicketDraft, TicketPriority, TicketState } from '../../../core/ticket.ts';
import { iso } from '../builders.ts';

export interface FakeWorld {
  readonly drafts: TicketDraft[];
  readonly posted: { readonly message: ChatMessage; readonly nonce: string; readonly ref: ChatRef }[];
  readonly edited: { readonly ref: ChatRef; readonly message: ChatMessage }[];
  readonly comments: { readonly key: string; readonly marker: string }[];
  state: TicketState;
  priority: TicketPriority;
  readonly context: EffectContext;
}

export function makeRender(render: Partial<RenderContext> = {}): RenderContext {
  return {
    messages: messagesFor('en'),
    time_zone: 'Asia/Seoul',
    entry: 'frontend',
    max_attempts: 3,
    traceLink: (id) => `http://signoz/trace/${id}`,
    ticketLink: (key) => `http://jira/browse/${key}`,
    ...render,
  };
}

/** One ticket and one channel, as far as effects look at them. */
export function createFakeWorld(deployment = 'deployment-1'): FakeWorld {
  const tickets: Tickets = {
    findByLabel: async (label) => world.drafts.flatMap((draft, index) => (draft.labels.includes(label) ? [{ id: String(index), key: `OPS-${index + 1}` }] : [])),
    create: async (draft) => ({ id: String(world.drafts.length), key: `OPS-${world.drafts.push(draft)}` }),
    get: async (key): Promise<Ticket> => ({ id: '0', key, summary: '', state: world.state, status_id: '1', priority: world.priority, labels: [], updated_at: null }),
    unfinished: async () => [],
    move: async (_key, state) => void (world.state = state),
    comment: async (key, _body, marker) => void world.comments.push({ key, marker }),
    hasComment: async (key, marker) => world.comments.some((one) => one.key === key && one.marker === marker),
    setPriority: async (_key, priority) => void (world.priority = priority),
    link: (key) => key,
  };
  const chat: Chat = {
    post: async (channel, message, nonce) => {
      const ref = { channel_id: channel, message_id: String(world.posted.length + 1) };
      world.posted.push({ message, nonce, ref });
      return ref;
    },
    edit: async (ref, message) => void world.edited.push({ ref, message }),
    findByMarker: async (channel, marker) => world.posted.find((one) => one.ref.channel_id === channel && one.message.marker === marker)?.ref ?? null,
  };
  const world: FakeWorld = {
    drafts: [],
    posted: [],
    edited: [],
    comments: [],
    state: 'todo',
    priority: 'High',
    context: { deployment, render: makeRender(), tickets, chat, mention_from: 'high', channelFor: (kind) => (kind === 'alert' || kind === 'escalation' ? 'bug' : 'review') },
  };
  return world;
}

/** The stored row of a wish, as a lookup gets it. */
export function rowOf(input: JsonValue): EffectRow {
  return {
    key: 'k',
    tool: 'jira.create',
    actor: 'ops-monitor',
    incident_id: null,
    status: 'ambiguous',
    attempts: 1,
    holder: null,
    input,
    result: null,
    error: null,
    intended_at: iso(),
    attempted_at: iso(),
    finished_at: null,
    not_before: null,
  };
}
