import { en } from './en.ts';
import { ko } from './ko.ts';
import type { Language, Messages } from './messages.ts';

const CATALOGS: Readonly<Record<Language, Messages>> = { en, ko };

export function messagesFor(language: Language): Messages {
  return CATALOGS[language];
}
