import { evaluateFlag, type Evaluation } from './evaluate.ts';
import { isObject, type Flags } from './flag-document.ts';

export interface OfrepAnswer {
  readonly status: number;
  readonly body: object;
}

const PREFIX = '/ofrep/v1/evaluate/flags';

/** Answers an OFREP request over `flags`; null when it is none. `body` is the request's text. */
export function answerOfrep(flags: Flags, method: string, path: string, body: string): OfrepAnswer | null {
  if (method !== 'POST' || (path !== PREFIX && !path.startsWith(`${PREFIX}/`))) return null;
  const key = decodeURIComponent(path.slice(PREFIX.length + 1));
  const context = readContext(body);
  if (context === null) {
    return { status: 400, body: { ...(key === '' ? {} : { key }), errorCode: 'INVALID_CONTEXT', errorDetails: 'Provider context is not valid', metadata: {} } };
  }
  if (key !== '') return single(key, evaluateFlag(flags, key, context));
  const evaluated = Object.keys(flags).map((name) => single(name, evaluateFlag(flags, name, context)).body);
  return { status: 200, body: { flags: evaluated, metadata: {} } };
}

function single(key: string, result: Evaluation): OfrepAnswer {
  switch (result.outcome) {
    case 'value': return { status: 200, body: { value: result.value, key, reason: result.reason, variant: result.variant, metadata: {} } };
    case 'disabled': return { status: 200, body: { key, reason: 'DISABLED', metadata: {} } };
    case 'error': return { status: result.code === 'FLAG_NOT_FOUND' ? 404 : 400, body: { key, errorCode: result.code, errorDetails: result.details, metadata: {} } };
  }
}

/** The evaluation context, empty when none is given; null when the body is not JSON or the context no object. */
function readContext(body: string): Readonly<Record<string, unknown>> | null {
  if (body.trim() === '') return {};
  try {
    const json: unknown = JSON.parse(body);
    if (!isObject(json)) return null;
    const context = json['context'] ?? {};
    return isObject(context) ? context : null;
  } catch {
    return null;
  }
}
