import { Secret } from '../core/secret.ts';
import type { Settings } from './settings.ts';

/** Shorter ones are words that appear everywhere; hiding them would hide everything. */
const MIN_CHARS = 4;

/** The values of all secrets, longest first, for whoever keeps them out of texts. */
export function secretsOf(settings: Settings): readonly string[] {
  const found = new Set<string>();
  collect(settings, found);
  return [...found].filter((value) => value.length >= MIN_CHARS).toSorted((a, b) => b.length - a.length);
}

function collect(value: unknown, found: Set<string>): void {
  if (value instanceof Secret) {
    const text = value.reveal();
    found.add(text);
    const password = passwordOf(text);
    if (password !== null) found.add(password);
  } else if (typeof value === 'object' && value !== null) {
    for (const child of Object.values(value)) collect(child, found);
  }
}

/** A password inside an address shows up without the address, too. */
function passwordOf(text: string): string | null {
  if (!text.includes('@') || !URL.canParse(text)) return null;
  const { password } = new URL(text);
  return password === '' ? null : decoded(password);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
