import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AtlasError } from '../../core/error.ts';
import type { ChatMessage } from '../../core/chat.ts';
import type { Chat } from '../../core/ports.ts';

export interface ChatUnderTest {
  readonly chat: Chat;
  stop(): Promise<void>;
}

export function messageOf(marker: string, more: Partial<ChatMessage> = {}): ChatMessage {
  return {
    content: null,
    title: 'cart: error rate 12.3 %',
    body: 'One incident, one ticket.',
    fields: [{ name: 'Ticket', value: 'OPS-1', inline: true }],
    severity: 'high',
    marker,
    mention: null,
    ...more,
  };
}

/** What every chat must do for Atlas, whichever it is. */
export function chatContract(name: string, make: () => Promise<ChatUnderTest>): void {
  describe(`${name}: chat contract`, () => {
    let under_test: ChatUnderTest;
    let chat: Chat;
    beforeAll(async () => {
      under_test = await make();
      chat = under_test.chat;
    });
    afterAll(() => under_test.stop());

    it('gives the first message again when a post is repeated with its nonce', async () => {
      const first = await chat.post('bug', messageOf('atlas:nonce'), 'n-1');
      expect(await chat.post('bug', messageOf('atlas:nonce'), 'n-1')).toEqual(first);
      expect(await chat.post('bug', messageOf('atlas:nonce'), 'n-2')).not.toEqual(first);
    });

    it('finds its message by the whole marker, in that channel only, also after an edit', async () => {
      const ref = await chat.post('review', messageOf('atlas:find-12'), 'n-3');
      expect(await chat.findByMarker('review', 'atlas:find-12')).toEqual(ref);
      expect(await chat.findByMarker('review', 'atlas:find-1')).toBeNull();
      expect(await chat.findByMarker('bug', 'atlas:find-12')).toBeNull();
      await chat.edit(ref, messageOf('atlas:find-12', { severity: 'resolved', title: 'cart is well again' }));
      expect(await chat.findByMarker('review', 'atlas:find-12')).toEqual(ref);
    });

    it('refuses to edit what is not there, saying that nothing was done', async () => {
      await expect(chat.edit({ channel_id: '1', message_id: '1' }, messageOf('atlas:x'))).rejects.toSatisfy((error) => error instanceof AtlasError && error.certainty === 'refused');
      await expect(chat.edit({ channel_id: '1/../2', message_id: '1' }, messageOf('atlas:x'))).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    });
  });
}
