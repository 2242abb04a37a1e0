import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toAdf } from '../../../adapters/jira/adf.ts';
import type { Block, Inline } from '../../../core/rich-text.ts';
import { adfProblem } from '../../../sandbox/jira/adf.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('', '\n', '\r\n\r\n', ' ', '\ud800', '\u0000', '\u001b[31mred', '@everyone', '[x](javascript:alert(1))', 'x'.repeat(40_000)),
);
const inline: fc.Arbitrary<Inline> = fc.oneof(
  text,
  fc.record({ text, bold: fc.boolean(), code: fc.boolean() }),
  fc.record({ text, code: fc.boolean(), href: fc.oneof(fc.webUrl(), text) }),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text }),
  fc.record({ kind: fc.constant('paragraph' as const), content: fc.array(inline, { maxLength: 5 }) }),
  fc.record({ kind: fc.constant('bullets' as const), items: fc.array(fc.array(inline, { maxLength: 3 }), { maxLength: 4 }) }),
  fc.record({ kind: fc.constant('code' as const), text }),
);

function allTexts(node: unknown): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'text' in node && typeof node.text === 'string' ? [node.text] : [];
  return [...own, ...('content' in node && Array.isArray(node.content) ? node.content.flatMap(allTexts) : [])];
}

describe('toAdf', () => {
  it('makes a valid document of any text, within the size that Jira takes', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), fc.option(fc.constant('atlas:marker')), (blocks, marker) => {
        const document = toAdf(blocks, marker);
        expect(adfProblem(JSON.parse(JSON.stringify(document)))).toBeNull();
        const texts = allTexts(document);
        for (const each of texts) {
          expect(each).not.toBe('');
          expect(each.isWellFormed()).toBe(true);
          expect(each).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
        }
        expect(texts.join('').length).toBeLessThan(32_767);
        if (marker !== null) expect(allTexts(document.content.at(-1))).toEqual([marker]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps only web addresses as links', () => {
    const marks = (href: string): string => JSON.stringify(toAdf([{ kind: 'paragraph', content: [{ text: 'trace', href }] }]));
    expect(marks('https://signoz.example.org/trace/1')).toContain('"link"');
    for (const href of ['javascript:alert(1)', 'file:///etc/passwd', '/relative', 'https://']) expect(marks(href)).not.toContain('"link"');
  });

  it('says where a long text was cut', () => {
    const [first] = toAdf([{ kind: 'code', text: 'x'.repeat(50_000) }]).content;
    expect(allTexts(first)[0]).toMatch(/^x{100,29999}…$/);
  });
});
