import { isRecord } from '../guards.ts';
import type { FormProblem } from './refusal.ts';

type Path = readonly (string | number)[];

const LONGEST_EMBEDS = 6_000;

/**
 * Everything that Discord would refuse in a message's body, with paths as in its own answers.
 * Lengths are counted in UTF-16 units, as the client library counts: never laxer than counting characters.
 */
export function messageProblems(body: Readonly<Record<string, unknown>>): readonly FormProblem[] {
  return [
    ...text(body['content'], ['content'], 2_000),
    ...nonceProblems(body['nonce']),
    ...embedsProblems(body['embeds']),
    ...rowsProblems(body['components']),
    ...mentionProblems(body['allowed_mentions']),
  ];
}

function tooLong(path: Path, most: number): FormProblem {
  return { path, code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${most} or fewer in length.` };
}
function required(path: Path): FormProblem {
  return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
}

function text(value: unknown, path: Path, most: number, is_required = false): readonly FormProblem[] {
  if (value === undefined || value === null || (value === '' && is_required)) return is_required ? [required(path)] : [];
  if (typeof value !== 'string') return [{ path, code: 'STRING_TYPE_CONVERT', message: 'Could not interpret value as string.' }];
  return value.length > most ? [tooLong(path, most)] : [];
}

function nonceProblems(nonce: unknown): readonly FormProblem[] {
  if (nonce === undefined || nonce === null || Number.isInteger(nonce)) return [];
  if (typeof nonce !== 'string') return [{ path: ['nonce'], code: 'NONCE_TYPE_INVALID', message: 'Nonce must be a string or an integer.' }];
  return nonce.length > 25 ? [tooLong(['nonce'], 25)] : [];
}

function embedsProblems(embeds: unknown): readonly FormProblem[] {
  if (embeds === undefined || embeds === null) return [];
  if (!Array.isArray(embeds)) return [{ path: ['embeds'], code: 'LIST_TYPE_CONVERT', message: 'Only iterables may be used in a ListType' }];
  const problems: FormProblem[] = embeds.length > 10 ? [{ path: ['embeds'], code: 'BASE_TYPE_MAX_LENGTH', message: 'Must be 10 or fewer in length.' }] : [];
  for (const [index, embed] of embeds.entries()) problems.push(...embedProblems(embed, ['embeds', index]));
  const total = embeds.reduce<number>((sum, embed) => sum + embedLength(embed), 0);
  if (total > LONGEST_EMBEDS) problems.push({ path: ['embeds'], code: 'MAX_EMBED_SIZE_EXCEEDED', message: `Embed size exceeds maximum size of ${LONGEST_EMBEDS}` });
  return problems;
}

function embedProblems(embed: unknown, path: Path): readonly FormProblem[] {
  if (!isRecord(embed)) return [{ path, code: 'MODEL_TYPE_CONVERT', message: 'Only dictionaries may be used in a ModelType' }];
  const footer = isRecord(embed['footer']) ? embed['footer'] : null;
  const author = isRecord(embed['author']) ? embed['author'] : null;
  const fields = Array.isArray(embed['fields']) ? embed['fields'] : [];
  const shown = ['title', 'description', 'fields', 'footer', 'author', 'image', 'thumbnail', 'video', 'url'].some((key) => embed[key] !== undefined && embed[key] !== null && embed[key] !== '');
  return [
    ...(shown ? [] : [required([...path, 'description'])]),
    ...text(embed['title'], [...path, 'title'], 256),
    ...text(embed['description'], [...path, 'description'], 4_096),
    ...(footer === null ? [] : text(footer['text'], [...path, 'footer', 'text'], 2_048, true)),
    ...(author === null ? [] : text(author['name'], [...path, 'author', 'name'], 256, true)),
    ...urlProblems(embed['url'], [...path, 'url']),
    ...colorProblems(embed['color'], [...path, 'color']),
    ...(fields.length > 25 ? [tooLong([...path, 'fields'], 25)] : []),
    ...fields.flatMap((field: unknown, index) => [
      ...text(isRecord(field) ? field['name'] : undefined, [...path, 'fields', index, 'name'], 256, true),
      ...text(isRecord(field) ? field['value'] : undefined, [...path, 'fields', index, 'value'], 1_024, true),
    ]),
  ];
}

function urlProblems(url: unknown, path: Path): readonly FormProblem[] {
  if (url === undefined || url === null || url === '' || (typeof url === 'string' && /^https?:\/\/\S+$/.test(url))) return [];
  return [{ path, code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }];
}

function colorProblems(color: unknown, path: Path): readonly FormProblem[] {
  if (color === undefined || color === null || (typeof color === 'number' && Number.isInteger(color) && color >= 0 && color <= 0xffffff)) return [];
  return [{ path, code: 'NUMBER_TYPE_MAX', message: 'int value should be less than or equal to 16777215.' }];
}

function embedLength(embed: unknown): number {
  if (!isRecord(embed)) return 0;
  const fields = Array.isArray(embed['fields']) ? embed['fields'].filter(isRecord) : [];
  const footer = isRecord(embed['footer']) ? embed['footer']['text'] : undefined;
  const author = isRecord(embed['author']) ? embed['author']['name'] : undefined;
  const texts = [embed['title'], embed['description'], footer, author, ...fields.flatMap((field) => [field['name'], field['value']])];
  return texts.reduce<number>((sum, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
}

function rowsProblems(rows: unknown): readonly FormProblem[] {
  if (!Array.isArray(rows)) return [];
  const problems: FormProblem[] = rows.length > 5 ? [tooLong(['components'], 5)] : [];
  const ids: string[] = [];
  for (const [row_index, row] of rows.entries()) {
    const inside = isRecord(row) && Array.isArray(row['components']) ? row['components'] : [];
    if (inside.length > 5) problems.push({ path: ['components', row_index, 'components'], code: 'BASE_TYPE_BAD_LENGTH', message: 'Must be between 1 and 5 in length.' });
    for (const [index, component] of inside.entries()) {
      const path = ['components', row_index, 'components', index];
      if (!isRecord(component)) continue;
      problems.push(...text(component['custom_id'], [...path, 'custom_id'], 100), ...text(component['label'], [...path, 'label'], 80));
      if (typeof component['custom_id'] !== 'string') continue;
      if (ids.includes(component['custom_id'])) problems.push({ path: [...path, 'custom_id'], code: 'COMPONENT_CUSTOM_ID_DUPLICATED', message: 'Component custom id cannot be duplicated' });
      ids.push(component['custom_id']);
    }
  }
  return problems;
}

function mentionProblems(allowed: unknown): readonly FormProblem[] {
  if (!isRecord(allowed)) return [];
  const parse = Array.isArray(allowed['parse']) ? allowed['parse'] : [];
  return (['users', 'roles'] as const).flatMap((kind) => {
    const ids = allowed[kind];
    if (!Array.isArray(ids)) return [];
    if (ids.length > 100) return [tooLong(['allowed_mentions', kind], 100)];
    return ids.length > 0 && parse.includes(kind)
      ? [{ path: ['allowed_mentions', kind], code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.` }]
      : [];
  });
}
