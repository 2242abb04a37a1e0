import { describe, expect, it } from 'vitest';
import { SYMPTOMS } from '../../../core/finding.ts';
import { INCIDENT_STATUSES } from '../../../core/incident.ts';
import { messagesFor } from '../../../core/messages/messages-for.ts';
import { SEVERITIES } from '../../../core/severity.ts';

type Leaf = readonly [path: string, value: unknown];

function leaves(value: unknown, path = ''): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`));
}

const ENGLISH = leaves(messagesFor('en'));
const KOREAN = new Map(leaves(messagesFor('ko')));
const TEXTS = ENGLISH.filter(([, value]) => typeof value === 'string');
const SENTENCES = ENGLISH.filter(([, value]) => typeof value === 'function');

/** Calls a sentence with marks in place of its arguments and says which of them come out, for both values of a switch. */
function said(sentence: unknown): readonly (readonly [text: string, shown: readonly string[]])[] {
  if (typeof sentence !== 'function') throw new Error('not a sentence');
  const marks = Array.from({ length: sentence.length }, (_, index) => `<${index}>`);
  return [marks, [...marks.slice(0, -1), ...(marks.length === 0 ? [] : [''])]].map((given) => {
    const text: unknown = Reflect.apply(sentence, null, given);
    if (typeof text !== 'string') throw new Error('a sentence gives text');
    return [text, marks.filter((mark) => text.includes(mark))];
  });
}

describe('both languages', () => {
  it('have the same texts and sentences', () => {
    expect([...KOREAN.keys()].toSorted()).toEqual(ENGLISH.map(([path]) => path).toSorted());
    expect(TEXTS.length).toBeGreaterThan(60);
    expect(SENTENCES.length).toBeGreaterThan(20);
  });

  it('leave nothing empty', () => {
    for (const [path, text] of [...TEXTS, ...[...KOREAN].filter(([, value]) => typeof value === 'string')]) expect(text, path).toMatch(/\S/);
  });

  it.each(SENTENCES)('say the same things in %s', (path, english) => {
    const korean = KOREAN.get(path);
    said(english).forEach(([text, shown], index) => {
      const [translated, shownToo] = said(korean)[index] ?? ['', []];
      expect(text.trim()).not.toBe('');
      expect(translated.trim()).not.toBe('');
      expect(shownToo).toEqual(shown);
    });
  });

  it.each(SENTENCES)('show every argument of %s but a switch', (path, english) => {
    const shown = said(english).flatMap(([, marks]) => marks);
    const arity = typeof english === 'function' ? english.length : 0;
    expect(new Set(shown).size).toBe(path === 'impact' ? arity - 1 : arity);
  });

  it('are really two: Korean sentences are written in Hangul', () => {
    const latin = [...KOREAN].filter(([, value]) => typeof value === 'string' && !/\p{Script=Hangul}/u.test(value)).map(([path]) => path);
    expect(latin).toEqual([]);
    for (const [path] of SENTENCES.filter(([name]) => name !== 'above')) expect(said(KOREAN.get(path))[0]?.[0], path).toMatch(/\p{Script=Hangul}/u);
  });

  it('have a word for every severity, symptom and status', () => {
    for (const language of ['en', 'ko'] as const) {
      const { severity, symptom, status } = messagesFor(language);
      expect(Object.keys(severity).toSorted()).toEqual([...SEVERITIES].toSorted());
      expect(Object.keys(symptom).toSorted()).toEqual([...SYMPTOMS].toSorted());
      expect(Object.keys(status).toSorted()).toEqual([...INCIDENT_STATUSES].toSorted());
    }
  });
});
