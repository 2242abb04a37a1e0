import { adfProblem, adfText, NOT_A_DOCUMENT, type Adf } from './adf.ts';
import { isRecord } from '../guards.ts';
import { Refusal } from './refusal.ts';
import { ISSUE_TYPES, PRIORITIES } from './workflow.ts';
import type { JiraWorld } from './world.ts';

/** What a create, edit or transition asks for, checked. */
export interface FieldPatch {
  readonly summary?: string;
  readonly description?: Adf | null;
  readonly priority_id?: string | null;
  readonly issue_type_id?: string;
  readonly labels?: (before: readonly string[]) => readonly string[];
  readonly comments: readonly Adf[];
  readonly properties: Readonly<Record<string, unknown>>;
}

type Draft = { -readonly [K in keyof FieldPatch]: FieldPatch[K] };
type Errors = Record<string, string>;

const LONGEST_TEXT = 32_767;
const LONGEST_PROPERTY_BYTES = 32_768;

/** Reads `fields`, `update` and `properties` of a body; throws one Refusal that names every bad field, as Jira does. */
export function readFieldPatch(body: unknown, world: JiraWorld): FieldPatch {
  const draft: Draft = { comments: [], properties: {} };
  const errors: Errors = {};
  const input = isRecord(body) ? body : {};
  for (const [field, value] of Object.entries(isRecord(input['fields']) ? input['fields'] : {})) readField(field, value, draft, errors, world);
  for (const [field, operations] of Object.entries(isRecord(input['update']) ? input['update'] : {})) {
    for (const operation of Array.isArray(operations) ? operations : []) readOperation(field, operation, draft, errors, world);
  }
  draft.properties = readProperties(input['properties'], errors);
  if (Object.keys(errors).length > 0) throw new Refusal(400, [], errors);
  return draft;
}

function readField(field: string, value: unknown, draft: Draft, errors: Errors, world: JiraWorld): void {
  const problem = setField(field, value, draft, world);
  if (problem !== null) errors[field] = problem;
}

/** Puts one field into the draft; the answer is what Jira says against it, or null. */
function setField(field: string, value: unknown, draft: Draft, world: JiraWorld): string | null {
  switch (field) {
    case 'project':
      return null;
    case 'summary': {
      if (typeof value !== 'string' || value.trim() === '') return 'You must specify a summary of the issue.';
      if (/[\r\n]/.test(value)) return 'The summary is invalid because it contains newline characters.';
      if (value.length > 255) return 'Summary must be less than 255 characters.';
      draft.summary = value;
      return null;
    }
    case 'description': {
      const problem = value === null ? null : documentProblem(value);
      if (problem === null) draft.description = isRecord(value) ? value : null;
      return problem;
    }
    case 'labels': {
      const problem = Array.isArray(value) ? value.map(labelProblem).find((found) => found !== null) : 'data was not an array';
      if (problem != null) return problem;
      const labels = [...new Set(Array.isArray(value) ? value.map(String) : [])];
      draft.labels = () => labels;
      return null;
    }
    case 'priority': {
      if (world.faults.values.no_priority_on_screen) return notOnScreen(field);
      if (value === null) return 'Priority is required.';
      const found = isRecord(value) ? PRIORITIES.find((priority) => priority.id === value['id'] || priority.name === value['name']) : undefined;
      if (found === undefined) return "Specify the Priority (id or name) in string format";
      draft.priority_id = found.id;
      return null;
    }
    case 'issuetype': {
      const found = isRecord(value) ? ISSUE_TYPES.find((type) => type.id === value['id'] || type.name[world.language] === value['name']) : undefined;
      if (found === undefined) return 'Specify a valid issue type';
      draft.issue_type_id = found.id;
      return null;
    }
    default:
      return notOnScreen(field);
  }
}

function readOperation(field: string, operation: unknown, draft: Draft, errors: Errors, world: JiraWorld): void {
  if (!isRecord(operation)) {
    errors[field] = 'operation is not an object';
    return;
  }
  if ('set' in operation) return readField(field, operation['set'], draft, errors, world);
  if (field === 'labels' && ('add' in operation || 'remove' in operation)) {
    const label = operation['add'] ?? operation['remove'];
    const problem = labelProblem(label);
    if (problem !== null) {
      errors[field] = problem;
      return;
    }
    const earlier = draft.labels ?? ((before: readonly string[]) => before);
    draft.labels = 'add' in operation
      ? (before) => [...new Set([...earlier(before), String(label)])]
      : (before) => earlier(before).filter((kept) => kept !== label);
    return;
  }
  if (field === 'comment' && isRecord(operation['add'])) {
    const body = operation['add']['body'];
    const problem = documentProblem(body);
    if (problem === null && isRecord(body)) draft.comments = [...draft.comments, body];
    else errors[field] = problem ?? NOT_A_DOCUMENT;
    return;
  }
  errors[field] = notOnScreen(field);
}

/** Why Jira would not take the value as a document: its form, or its length. */
export function documentProblem(value: unknown): string | null {
  const problem = adfProblem(value);
  if (problem !== null || !isRecord(value)) return problem ?? NOT_A_DOCUMENT;
  return adfText(value).length > LONGEST_TEXT ? 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.' : null;
}

function labelProblem(label: unknown): string | null {
  if (typeof label !== 'string' || label === '') return 'The label must be a string.';
  if (/\s/.test(label)) return `The label '${label}' contains spaces which is invalid.`;
  return label.length > 255 ? `The label '${label}' exceeds the maximum length for a label (255 characters).` : null;
}

function readProperties(value: unknown, errors: Errors): Readonly<Record<string, unknown>> {
  const properties: Record<string, unknown> = {};
  for (const property of Array.isArray(value) ? value : []) {
    const key = isRecord(property) ? property['key'] : undefined;
    if (!isRecord(property) || typeof key !== 'string' || !isPropertyValue(property['value'])) errors['properties'] = 'An issue property needs a key and a JSON value of at most 32768 characters.';
    else properties[key] = property['value'];
  }
  return properties;
}

export function isPropertyValue(value: unknown): boolean {
  return value !== undefined && Buffer.byteLength(JSON.stringify(value)) <= LONGEST_PROPERTY_BYTES;
}

function notOnScreen(field: string): string {
  return `Field '${field}' cannot be set. It is not on the appropriate screen, or unknown.`;
}
