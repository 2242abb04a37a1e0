interface FieldError {
  readonly code: string;
  readonly message: string;
}

/** One bad field of a form: where it is (`embeds.0.title`) and what is wrong with it. */
export interface FormProblem extends FieldError {
  readonly path: readonly (string | number)[];
}

/** A request that Discord refuses, with its own error code beside the HTTP status. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;
  readonly problems: readonly FormProblem[];

  constructor(status: number, code: number, message: string, problems: readonly FormProblem[] = []) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.problems = problems;
  }

  get body(): Readonly<Record<string, unknown>> {
    return { message: this.message, code: this.code, ...(this.problems.length === 0 ? {} : { errors: nested(this.problems) }) };
  }
}

interface Errors {
  [key: string]: Errors | FieldError[];
}

function nested(problems: readonly FormProblem[]): Errors {
  const root: Errors = {};
  for (const problem of problems) {
    let at = root;
    for (const step of problem.path) {
      const inner = at[String(step)];
      const next: Errors = inner === undefined || Array.isArray(inner) ? {} : inner;
      at[String(step)] = next;
      at = next;
    }
    const listed = at['_errors'];
    at['_errors'] = [...(Array.isArray(listed) ? listed : []), { code: problem.code, message: problem.message }];
  }
  return root;
}

/** 400 with a reason for every field that is wrong. */
export function invalidForm(problems: readonly FormProblem[]): Refusal {
  return new Refusal(400, 50_035, 'Invalid Form Body', problems);
}

export const notFound = (): Refusal => new Refusal(404, 0, '404: Not Found');
export const unauthorized = (): Refusal => new Refusal(401, 0, '401: Unauthorized');
export const unknownChannel = (): Refusal => new Refusal(404, 10_003, 'Unknown Channel');
export const unknownMessage = (): Refusal => new Refusal(404, 10_008, 'Unknown Message');
export const unknownWebhook = (): Refusal => new Refusal(404, 10_015, 'Unknown Webhook');
