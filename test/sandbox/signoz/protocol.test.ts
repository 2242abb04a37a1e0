import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSignoz } from '../../../sandbox/signoz/start.ts';
import type { Signoz } from '../../../sandbox/signoz/start.ts';
import { API_KEY, call, connect } from './mcp-session.ts';

describe('the protocol', () => {
  let signoz: Signoz;
  beforeEach(async () => {
    signoz = await startSignoz({ apiKey: API_KEY });
  });
  afterEach(() => signoz.close());

  function post(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return fetch(`${signoz.url}/mcp`, { method: 'POST', headers: { 'content-type': 'application/json', 'signoz-api-key': API_KEY, ...headers }, body: text });
  }
  const rpc = (method: string, params: unknown = {}) => ({ jsonrpc: '2.0', id: 7, method, params });

  test('initialises statelessly with plain JSON and echoes the version', async () => {
    const response = await post(rpc('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } }));
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('mcp-session-id')).toBeNull();
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', id: 7, result: { protocolVersion: '2025-06-18', serverInfo: { name: 'SigNozMCP' }, capabilities: { tools: {} } } });
  });

  test('refuses every method but POST with 405 and Allow', async () => {
    for (const method of ['GET', 'DELETE', 'PUT']) {
      const response = await fetch(`${signoz.url}/mcp`, { method, headers: { 'signoz-api-key': API_KEY } });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
    }
  });

  test('asks for a key in plain text, takes both headers, and passes on that the backend refuses a wrong one', async () => {
    const response = await post(rpc('ping'), { 'signoz-api-key': '' });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toBe('Authorization or SIGNOZ-API-KEY header required');
    expect((await post(rpc('ping'), { 'signoz-api-key': '', authorization: `Bearer ${API_KEY}` })).status).toBe(200);
    const client = await connect(signoz.url, { key: 'wrong' });
    expect(await call(client, 'list_services')).toMatchObject({ is_error: true, structured: { code: 'UNAUTHORIZED', status: 401 } });
    await client.close();
  });

  test('answers notifications with 202 and nothing', async () => {
    const response = await post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect([response.status, await response.text()]).toEqual([202, '']);
  });

  test.each([
    [rpc('server/discover'), { code: -32601 }],
    [rpc('tools/call', { name: 'signoz_unknown', arguments: {} }), { code: -32602, message: "tool 'signoz_unknown' not found: tool not found" }],
    [rpc('prompts/get', { name: 'signoz_unknown' }), { code: -32602, message: "prompt 'signoz_unknown' not found: prompt not found" }],
    [rpc('resources/read', { uri: 'signoz://unknown' }), { code: -32002, message: "handler not found for resource URI 'signoz://unknown': resource not found" }],
  ])('answers %j with a JSON-RPC error at HTTP 200', async (body, error) => {
    const response = await post(body);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id: 7, error });
  });

  test('refuses what is no message, what is too long and what another page sends', async () => {
    for (const body of ['{"jsonrpc":', [rpc('ping')], { id: 1, method: 'ping' }]) {
      const response = await post(body);
      expect([response.status, await response.json()]).toEqual([400, expect.objectContaining({ error: expect.objectContaining({ code: -32700 }) })]);
    }
    expect((await post(rpc('ping', { pad: 'x'.repeat(5 * 1024 * 1024) }))).status).toBe(413);
    expect((await post(rpc('ping'), { origin: 'http://elsewhere.example' })).status).toBe(403);
    expect((await post(rpc('ping'), { origin: signoz.url })).status).toBe(200);
  });

  test('runs a call whose arguments miss the schema and says so in a second block', async () => {
    const client = await connect(signoz.url);
    const answer = await call(client, 'list_services', { limit: {} });
    expect(answer.is_error).toBe(false);
    expect(answer.texts[1]).toMatch(/^Input validation notice: .*signoz_list_services.*at '\/limit': got object, want integer or string/);
    await client.close();
  });

  test('reports tools that it does not serve with a code', async () => {
    const client = await connect(signoz.url);
    expect(await call(client, 'create_alert', {})).toMatchObject({ is_error: true, structured: { code: 'UNSUPPORTED', status: 501 } });
    await client.close();
  });

  test('tells life from readiness', async () => {
    signoz.setFaults({ not_ready: true });
    const probe = async (path: string) => {
      const response = await fetch(`${signoz.url}${path}`);
      return [response.status, await response.text()];
    };
    expect(await probe('/livez')).toEqual([200, 'ok']);
    expect(await probe('/readyz')).toEqual([503, 'docs index not ready']);
    signoz.setFaults({ not_ready: false });
    expect(await probe('/readyz')).toEqual([200, 'ok']);
  });

  test('is answered over server-sent events and with sessions on demand, and can lose them', async () => {
    signoz.setFaults({ sse: true, stateful: true });
    const client = new Client({ name: 'test', version: '1' });
    const transport = new StreamableHTTPClientTransport(new URL(`${signoz.url}/mcp`), { requestInit: { headers: { 'SIGNOZ-API-KEY': API_KEY } } });
    await client.connect(transport);
    expect(transport.sessionId).toMatch(/^[0-9a-f-]{36}$/);
    expect((await call(client, 'list_services')).is_error).toBe(false);
    signoz.forgetSessions();
    await expect(call(client, 'list_services')).rejects.toThrow(/404|unknown session/i);
    await client.close();
  });
});
