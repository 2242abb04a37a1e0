/** A request that Jira refuses, in the shape of its ErrorCollection. */
export class Refusal extends Error {
  readonly status: number;
  readonly messages: readonly string[];
  readonly errors: Readonly<Record<string, string>>;

  constructor(status: number, messages: readonly string[], errors: Readonly<Record<string, string>> = {}) {
    super([...messages, ...Object.values(errors)].join(' '));
    this.name = 'Refusal';
    this.status = status;
    this.messages = messages;
    this.errors = errors;
  }

  get body(): { readonly errorMessages: readonly string[]; readonly errors: Readonly<Record<string, string>> } {
    return { errorMessages: this.messages, errors: this.errors };
  }
}

/** 404 for what does not exist and for what the caller may not see: Jira does not tell which. */
export function issueNotFound(): Refusal {
  return new Refusal(404, ['Issue does not exist or you do not have permission to see it.']);
}
