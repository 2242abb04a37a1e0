import { isRecord } from '../guards.ts';
import type { Json, Pings } from './message.ts';

/** Whom the text calls, given what the sender allowed. Without `allowed_mentions` everything in the text counts; embeds never do. */
export function pingsOf(content: string, allowed: Json | null): Pings {
  const users = [...content.matchAll(/<@!?(\d+)>/g)].map((found) => found[1] ?? '');
  const roles = [...content.matchAll(/<@&(\d+)>/g)].map((found) => found[1] ?? '');
  return {
    everyone: /@(everyone|here)\b/.test(content) && allows(allowed, 'everyone'),
    user_ids: [...new Set(users)].filter((id) => allows(allowed, 'users', id)),
    role_ids: [...new Set(roles)].filter((id) => allows(allowed, 'roles', id)),
  };
}

function allows(allowed: Json | null, kind: 'everyone' | 'users' | 'roles', id?: string): boolean {
  if (!isRecord(allowed)) return true;
  const parse = allowed['parse'];
  const ids = allowed[kind];
  return (Array.isArray(parse) && parse.includes(kind)) || (id !== undefined && Array.isArray(ids) && ids.includes(id));
}
