import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPayload } from '../../../adapters/discord/payload.ts';
import { safeText } from '../../../adapters/discord/safe-text.ts';
import type { ChatMessage } from '../../../core/chat.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.tuple(fc.constantFrom('@everyone ', '<@&1>', '😀', '[a](b)', 'x', '\n'), fc.integer({ min: 0, max: 3000 })).map(([part, times]) => part.repeat(times)),
  fc.constantFrom('', ' ', '\u200b', '\u0000'),
);
const message: fc.Arbitrary<ChatMessage> = fc.record({
  content: fc.option(text),
  title: text,
  body: text,
  fields: fc.array(fc.record({ name: text, value: text }), { maxLength: 40 }),
  severity: fc.constantFrom('critical' as const, 'high' as const, 'resolved' as const, 'notice' as const),
  marker: fc.constant('atlas:marker'),
  mention: fc.constantFrom('on_call' as const, null),
});

describe('toPayload', () => {
  it('keeps any text within the limits of Discord, and mentions nobody but the role', () => {
    fc.assert(
      fc.property(message, fc.boolean(), (given, may_call) => {
        const payload = toPayload(given, '42', may_call);
        const [embed] = payload.embeds;
        if (embed === undefined) throw new Error('no embed');
        expect(payload.content.length).toBeLessThanOrEqual(2000);
        expect(embed.title?.length ?? 1).toBeLessThanOrEqual(256);
        expect(embed.description?.length ?? 1).toBeLessThanOrEqual(4096);
        expect(embed.title).not.toBe('');
        expect(embed.description).not.toBe('');
        expect(embed.fields.length).toBeLessThanOrEqual(25);
        let total = (embed.title?.length ?? 0) + (embed.description?.length ?? 0) + embed.footer.text.length;
        for (const field of embed.fields) {
          expect(field.name.trim().length).toBeGreaterThan(0);
          expect(field.value.trim().length).toBeGreaterThan(0);
          expect(field.name.length).toBeLessThanOrEqual(256);
          expect(field.value.length).toBeLessThanOrEqual(1024);
          total += field.name.length + field.value.length;
        }
        expect(total).toBeLessThanOrEqual(6000);
        expect(embed.footer.text).toBe('atlas:marker');
        const shown = `${JSON.stringify(payload.embeds)} ` + payload.content.replace(/^<@&42>/, '');
        expect(shown).not.toMatch(/@everyone|@here|<@|<#|\]\(/i);
        expect(shown.isWellFormed()).toBe(true);
        expect(payload.allowed_mentions).toEqual(given.mention === 'on_call' && may_call ? { parse: [], roles: ['42'] } : { parse: [] });
      }),
      { numRuns: 300 },
    );
  });

  it('keeps 25 long fields and a long text within the total, both of them in part', () => {
    const fields = Array.from({ length: 30 }, (_, i) => ({ name: `${i} ${'n'.repeat(300)}`, value: 'v'.repeat(2000) }));
    const [embed] = toPayload({ content: null, title: 't'.repeat(256), body: 'y'.repeat(9000), fields, severity: 'low', marker: 'm'.repeat(200), mention: null }, null, true).embeds;
    expect(embed?.description?.length).toBeGreaterThanOrEqual(2000);
    expect(embed?.fields.length).toBeGreaterThan(1);
    const sizes = [embed?.title?.length ?? 0, embed?.description?.length ?? 0, 200, ...(embed?.fields ?? []).map((field) => field.name.length + field.value.length)];
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(6000);
  });

  it('says where something was cut', () => {
    const [embed] = toPayload({ content: null, title: 'x'.repeat(300), body: 'y'.repeat(9000), fields: [], severity: 'low', marker: 'm', mention: null }, null, true).embeds;
    expect(embed?.title).toMatch(/^x{255}…$/);
    expect(embed?.description).toMatch(/^y+…$/);
  });

  it('shows links and tags as they were written', () => {
    expect(safeText('[safe](https://evil.example)').replace(/\u200b/g, '')).toBe('[safe](https://evil.example)');
    expect(safeText('[safe](https://evil.example)')).not.toContain('](');
    expect(safeText('@ev\u200beryone')).not.toContain('@everyone');
    expect(safeText('a\u001b[31mb\u202ec\u0007')).toBe('abc');
  });
});
