import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

export const API_KEY = 'key-of-the-test';

/** Connects the real client to the look-alike. */
export async function connect(url: string, options: { readonly mode?: 'legacy' | 'auto'; readonly key?: string } = {}): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: options.mode ?? 'legacy' } });
  const headers = { 'SIGNOZ-API-KEY': options.key ?? API_KEY };
  await client.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
  return client;
}

export interface CallAnswer {
  readonly texts: readonly string[];
  readonly structured: unknown;
  readonly is_error: boolean;
}

/** Calls a tool and gives its text blocks. */
export async function call(client: Client, tool: string, args: Record<string, unknown> = {}): Promise<CallAnswer> {
  const result = await client.callTool({ name: `signoz_${tool}`, arguments: args }, { timeout: 10_000 });
  const texts = result.content.map((block) => (block.type === 'text' ? block.text : ''));
  return { texts, structured: result.structuredContent, is_error: result.isError === true };
}

/** Parsed JSON whose shape the assertions themselves establish. */
export type ParsedJson = ReturnType<typeof JSON.parse>;

/** The first block, parsed. */
export function dataOf(answer: CallAnswer): ParsedJson {
  return JSON.parse(answer.texts[0] ?? '');
}

/** The rows of a raw answer. */
export function rowsOf(answer: CallAnswer): readonly ParsedJson[] {
  return dataOf(answer).data.data.results[0].rows;
}
