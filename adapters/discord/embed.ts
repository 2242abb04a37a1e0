import type { ChatField, ChatMessage } from '../../core/chat.ts';
import { AtlasError } from '../../core/error.ts';
import { cutTo, safeText } from './safe-text.ts';

/** One card of a message, within Discord's limits. */
export interface DiscordEmbed {
  readonly title?: string;
  readonly description?: string;
  readonly color: number;
  readonly fields: readonly { readonly name: string; readonly value: string; readonly inline: boolean }[];
  readonly footer: { readonly text: string };
}

const MAX_TITLE = 256;
const MAX_DESCRIPTION = 4096;
const MAX_FIELDS = 25;
const MAX_FIELD_NAME = 256;
const MAX_FIELD_VALUE = 1024;
const MAX_TOTAL = 6000;
/** What the fields leave to a long description, at least. */
const DESCRIPTION_SHARE = 2000;
const MAX_MARKER = 200;

const COLOURS: Readonly<Record<ChatMessage['severity'], number>> = {
  critical: 0xb3_1b_1b,
  high: 0xe0_5d_17,
  medium: 0xe3_b3_41,
  low: 0x4a_90_d9,
  info: 0x8a_93_a0,
  resolved: 0x2e_9e_5b,
  notice: 0x5b_6a_d0,
};

/** The card of a message. The marker stands whole in the footer: it is searched for exactly as it was given. */
export function toEmbed(message: ChatMessage): DiscordEmbed {
  const marker = checkedMarker(message.marker);
  const title = cutTo(safeText(message.title).replace(/\s+/g, ' ').trim(), MAX_TITLE);
  const body = safeText(message.body).trim();
  const kept_for_body = Math.min(body.length, DESCRIPTION_SHARE);
  const fields = fitFields(message.fields, MAX_TOTAL - title.length - marker.length - kept_for_body);
  const used = title.length + marker.length + fields.reduce((sum, field) => sum + field.name.length + field.value.length, 0);
  const description = cutTo(body, Math.min(MAX_DESCRIPTION, MAX_TOTAL - used));
  return {
    ...(title === '' ? {} : { title }),
    ...(description === '' ? {} : { description }),
    color: COLOURS[message.severity],
    fields,
    footer: { text: marker },
  };
}

function fitFields(fields: readonly ChatField[], room: number): DiscordEmbed['fields'] {
  const fitted: DiscordEmbed['fields'][number][] = [];
  let left = room;
  for (const field of fields.slice(0, MAX_FIELDS)) {
    const name = cutTo(shown(field.name).replace(/\s+/g, ' '), MAX_FIELD_NAME);
    const value = cutTo(shown(field.value), Math.min(MAX_FIELD_VALUE, left - name.length));
    if (value === '') break;
    fitted.push({ name, value, inline: field.inline ?? false });
    left -= name.length + value.length;
  }
  return fitted;
}

/** Discord refuses empty names and values. */
function shown(text: string): string {
  const safe = safeText(text).trim();
  return safe === '' ? '–' : safe;
}

/** The marker must come back as it went out, or a repeat would not find the first message. */
export function checkedMarker(marker: string): string {
  if (marker.length > MAX_MARKER || !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(marker)) {
    throw new AtlasError('VALIDATION_ERROR', `discord: a marker is one line of at most ${MAX_MARKER} plain characters`);
  }
  return marker;
}
