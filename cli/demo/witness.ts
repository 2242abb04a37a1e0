/** What the look-alikes themselves saw: the demo counts there, not in Atlas's own books. */
export interface Witness {
  readonly restarts: readonly { readonly at_ms: number; readonly name: string }[];
  readonly issues: readonly { readonly key: string; readonly status_name: string; readonly summary: string; readonly labels: readonly string[] }[];
  readonly messages: readonly { readonly footer: string; readonly edits: number }[];
}

/** Reads the world's own records from its control address. */
export async function askWitness(control_url: string): Promise<Witness> {
  const [docker, jira, discord] = await Promise.all(['docker', 'jira', 'discord'].map((part) => stateOf(control_url, part)));
  return { restarts: restartsIn(docker), issues: issuesIn(jira), messages: messagesIn(discord) };
}

async function stateOf(control_url: string, part: string): Promise<unknown> {
  const reply = await fetch(new URL(`/state/${part}`, control_url));
  return reply.json();
}

type Json = Readonly<Record<string, unknown>>;

function listIn(value: unknown, key: string): readonly Json[] {
  const list = (value as Json | null)?.[key];
  return Array.isArray(list) ? (list as Json[]) : [];
}

function restartsIn(docker: unknown): Witness['restarts'] {
  return listIn(docker, 'restarts').map((restart) => ({ at_ms: Number(restart['at_ms']), name: String(restart['name']) }));
}

function issuesIn(jira: unknown): Witness['issues'] {
  return listIn(jira, 'issues').map((issue) => ({ key: String(issue['key']), status_name: statusName(issue['status']), summary: String(issue['summary']), labels: Array.isArray(issue['labels']) ? issue['labels'].map(String) : [] }));
}

function statusName(status: unknown): string {
  return typeof status === 'string' ? status : textOf((status as Json | null)?.['name']);
}

function messagesIn(discord: unknown): Witness['messages'] {
  return listIn(discord, 'channels')
    .flatMap((channel) => listIn(channel, 'messages'))
    .map((message) => ({ footer: footerOf(message), edits: listIn(message, 'edits').length }));
}

function footerOf(message: Json): string {
  const [embed] = listIn(message, 'embeds');
  return textOf((embed?.['footer'] as Json | undefined)?.['text']);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
