import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SERVED_TOOLS } from '../../../sandbox/signoz/catalogue/served-tools.ts';
import { startSignoz } from '../../../sandbox/signoz/start.ts';
import type { Signoz } from '../../../sandbox/signoz/start.ts';
import { API_KEY } from './mcp-session.ts';
import type { ParsedJson } from './mcp-session.ts';

const CAPTURES = new URL('../../../../shared/specs/signoz-mcp/', import.meta.url);
const has_captures = existsSync(new URL('tools-list.json', CAPTURES));
if (!has_captures) console.warn('skipped: no captures of the real server in ../shared/specs/signoz-mcp');

const readCapture = (name: string): ParsedJson => JSON.parse(readFileSync(new URL(name, CAPTURES), 'utf8'));

/** A schema without its prose: descriptions are in our own words. */
function shapeOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(shapeOf).sort();
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(Object.entries(schema).filter(([key, value]) => key !== 'description' || typeof value !== 'string').map(([key, value]) => [key, shapeOf(value)]));
}

describe.skipIf(!has_captures)('against the captures of the real server', () => {
  let signoz: Signoz;
  beforeAll(async () => {
    signoz = await startSignoz({ apiKey: API_KEY });
  });
  afterAll(() => signoz.close());

  async function ask(request: unknown): Promise<ParsedJson> {
    const headers = { 'content-type': 'application/json', 'signoz-api-key': API_KEY };
    return (await fetch(`${signoz.url}/mcp`, { method: 'POST', headers, body: JSON.stringify(request) })).json();
  }
  const list = async () => (await ask({ jsonrpc: '2.0', id: 0, method: 'tools/list' })).result.tools;

  test('lists the same tools with the same annotations', async () => {
    const essence = (tool: ParsedJson) => [tool.name, tool.annotations, tool.outputSchema !== undefined];
    expect((await list()).map(essence)).toEqual(readCapture('tools-list.json').response.result.tools.map(essence));
  });

  test('serves tools whose whole schemas are the same but for the prose', async () => {
    const served = new Set(SERVED_TOOLS.map((tool) => tool.name));
    const schemas = (tools: readonly ParsedJson[]) => tools.filter((tool) => served.has(tool.name)).map((tool) => [tool.name, shapeOf(tool.inputSchema), shapeOf(tool.outputSchema)]);
    expect(schemas(await list())).toEqual(schemas(readCapture('tools-list.json').response.result.tools));
    expect(served.size).toBe(11);
  });

  test('lists the other tools with the same parameters, types and requirements', async () => {
    const essence = (tool: ParsedJson) => {
      const types = Object.entries<ParsedJson>(tool.inputSchema.properties).map(([name, schema]) => [name, [schema.type ?? []].flat().sort()]);
      return [tool.name, tool.inputSchema.type, Object.fromEntries(types), [...tool.inputSchema.required].sort()];
    };
    expect((await list()).map(essence)).toEqual(readCapture('tools-list.json').response.result.tools.map(essence));
  });

  test.each(['error-unknown-tool', 'error-unknown-prompt', 'error-unknown-resource', 'tool-error-coded-null-arguments', 'tool-error-coded-omitted-arguments'])('answers %s as captured', async (name) => {
    const { request, response } = readCapture(`${name}.json`);
    expect(await ask(request)).toEqual(response);
  });

  test('initialises with the captured capabilities and name', async () => {
    const { request, response } = readCapture('initialize.json');
    const { result } = await ask(request);
    expect(result.capabilities).toEqual(response.result.capabilities);
    expect(result.protocolVersion).toBe(response.result.protocolVersion);
    expect(result.serverInfo.name).toBe(response.result.serverInfo.name);
  });

  test('words the notice on arguments that miss the schema as captured', async () => {
    const { response } = readCapture('tool-success-fail-open-input.json');
    const answer = await ask({ jsonrpc: '2.0', id: 0, method: 'tools/call', params: { name: 'signoz_list_services', arguments: { limit: {} } } });
    expect(answer.result.content[1].text.replaceAll('list_services', 'list_dashboards')).toBe(response.result.content[1].text);
  });
});
