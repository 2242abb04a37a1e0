import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMcpClient } from '../../../adapters/mcp/client.ts';
import type { McpClient } from '../../../adapters/mcp/client.ts';
import { Secret } from '../../../core/secret.ts';
import { startSignoz } from '../../../sandbox/signoz/start.ts';
import type { Signoz } from '../../../sandbox/signoz/start.ts';
import { closedPort } from '../closed-port.ts';
import { API_KEY, mcpAt } from '../signoz/fed-signoz.ts';

const LIST = 'signoz_list_services';
const READ = { read_only: true };

describe('MCP client over HTTP', () => {
  let signoz: Signoz;
  let mcp: McpClient;
  beforeEach(async () => {
    signoz = await startSignoz({ apiKey: API_KEY });
    mcp = mcpAt(signoz);
  });
  afterEach(async () => {
    await mcp.close();
    await signoz.close();
  });

  it('connects on the first call and gives the JSON of the first block', async () => {
    expect(await mcp.call(LIST, {}, READ)).toMatchObject({ data: [], pagination: { total: 0 } });
  });

  it('gives up in time, and the server is told', async () => {
    mcp = mcpAt(signoz, { timeout_ms: 200 });
    await mcp.call(LIST, {}, { ...READ, timeout_ms: 10_000 });
    signoz.setFaults({ hang_ms: 20_000 });
    await expect(mcp.call(LIST, {}, READ)).rejects.toMatchObject({ error_code: 'UPSTREAM_TIMEOUT', retryable: true, certainty: 'ambiguous' });
    signoz.setFaults({ hang_ms: 0 });
    await expect.poll(() => JSON.stringify(signoz.snapshot())).toContain('notifications/cancelled');
    expect(await mcp.call(LIST, {}, { ...READ, timeout_ms: 10_000 })).toBeDefined();
  });

  it('stops when the caller gives up, before or during the call', async () => {
    await expect(mcp.call(LIST, {}, { ...READ, signal: AbortSignal.abort() })).rejects.toMatchObject({ error_code: 'UPSTREAM_TIMEOUT', certainty: 'refused' });
    await mcp.call(LIST, {}, READ);
    signoz.setFaults({ hang_ms: 20_000 });
    const controller = new AbortController();
    const call = mcp.call(LIST, {}, { ...READ, signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(call).rejects.toMatchObject({ error_code: 'UPSTREAM_TIMEOUT' });
  });

  it('repeats a read once over a new connection, and never a write', async () => {
    await mcp.call(LIST, {}, READ);
    signoz.setFaults({ reset: true, count: 1 });
    expect(await mcp.call(LIST, {}, READ)).toMatchObject({ data: [] });
    signoz.setFaults({ reset: true, count: 1 });
    await expect(mcp.call(LIST, {}, { read_only: false })).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'ambiguous' });
    signoz.setFaults({ reset: true, count: 2 });
    await expect(mcp.call(LIST, {}, READ)).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', retryable: true });
    signoz.setFaults({ reset: false });
    expect(await mcp.call(LIST, {}, READ)).toMatchObject({ data: [] });
  });

  it('lets calls that fail together mend together', async () => {
    await mcp.call(LIST, {}, READ);
    signoz.setFaults({ reset: true, count: 3 });
    const results = await Promise.all([1, 2, 3].map(() => mcp.call(LIST, {}, READ)));
    expect(results).toHaveLength(3);
    expect(JSON.stringify(signoz.snapshot()).match(/"method":"initialize"/g)).toHaveLength(2);
  });

  it('opens a new session when the server forgot the old one', async () => {
    signoz.setFaults({ stateful: true });
    await mcp.call(LIST, {}, READ);
    signoz.forgetSessions();
    expect(await mcp.call(LIST, {}, READ)).toMatchObject({ data: [] });
  });

  it('reads answers that are framed as events', async () => {
    signoz.setFaults({ sse: true });
    expect(await mcp.call(LIST, {}, READ)).toMatchObject({ data: [] });
  });

  it.each([
    [{ rate_limited: true }, { error_code: 'RATE_LIMIT', retryable: true, certainty: 'refused' }],
    [{ unauthorized: true }, { error_code: 'AUTHZ_DENIED', retryable: false, certainty: 'refused' }],
    [{ http_500: true }, { error_code: 'UPSTREAM_ERROR', retryable: true, certainty: 'ambiguous' }],
    [{ truncate: 'text' }, { error_code: 'VALIDATION_ERROR' }],
    [{ truncate: 'body' }, { error_code: 'VALIDATION_ERROR', certainty: 'ambiguous' }],
  ])('tells %j as what it is', async (faults, wanted) => {
    await mcp.call(LIST, {}, READ);
    signoz.setFaults(faults);
    await expect(mcp.call(LIST, {}, READ)).rejects.toMatchObject(wanted);
  });

  it('does not ask again what answered, but not in MCP', async () => {
    await mcp.call(LIST, {}, READ);
    signoz.setFaults({ truncate: 'body', count: 1 });
    await expect(mcp.call(LIST, {}, READ)).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR' });
    expect(await mcp.call(LIST, {}, READ)).toMatchObject({ data: [] });
  });

  it('tells a coded error of a tool, and a tool that is not there', async () => {
    await expect(mcp.call('signoz_search_traces', { filter: "nonsense.key = 'x'" }, READ)).rejects.toMatchObject({
      error_code: 'VALIDATION_ERROR',
      retryable: false,
      details: { missing_keys: ['nonsense.key'] },
    });
    await expect(mcp.call('signoz_no_such_tool', {}, READ)).rejects.toMatchObject({ error_code: 'VALIDATION_ERROR', certainty: 'refused' });
  });

  it('cuts off a reply that is larger than allowed', async () => {
    mcp = mcpAt(signoz, { max_result_bytes: 2_000 });
    await expect(mcp.call('signoz_search_traces', { filter: `name = '${'x'.repeat(3000)}' AND nonsense.${'k'.repeat(3000)} = 'x'` }, READ)).rejects.toMatchObject({
      error_code: 'VALIDATION_ERROR',
      message: expect.stringContaining('more than 2000 bytes'),
    });
  });

  it('knows that nothing was sent when nobody listens, and never shows the key', async () => {
    const nobody = createMcpClient({ name: 'signoz', server: { url: `http://127.0.0.1:${await closedPort()}/mcp`, headers: { 'SIGNOZ-API-KEY': new Secret('key-of-nobody') } }, timeout_ms: 5_000 });
    const error: unknown = await nobody.call(LIST, {}, READ).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'refused' });
    const refused: unknown = await mcpAt(signoz, { key: 'wrong-key-value' }).call(LIST, {}, READ).catch((thrown: unknown) => thrown);
    expect(refused).toMatchObject({ error_code: 'AUTHZ_DENIED' });
    expect(inspect([error, refused], { depth: 10, showHidden: true })).not.toMatch(/key-of-nobody|wrong-key-value/);
  });
});

describe('MCP client over stdio', () => {
  const SERVER = `
    let rest = '';
    process.stdin.on('data', (chunk) => {
      rest += chunk;
      for (let end = rest.indexOf('\\n'); end >= 0; end = rest.indexOf('\\n')) {
        const message = JSON.parse(rest.slice(0, end));
        rest = rest.slice(end + 1);
        if (message.id === undefined) continue;
        if (message.method === 'tools/call' && message.params.name === 'die') process.exit(1);
        const result = message.method === 'initialize'
          ? { protocolVersion: message.params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 's', version: '1' } }
          : { content: [{ type: 'text', text: JSON.stringify({ key: process.env.THE_KEY ?? null, home: process.env.ATLAS_OTHER ?? null, pid: process.pid }) }] };
        process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }) + '\\n');
      }
    });
  `;

  it('starts the program with its own environment only, starts it again when it died, and stops it', async () => {
    const mcp = createMcpClient({ name: 'local', server: { command: process.execPath, args: ['-e', SERVER], env: { THE_KEY: new Secret('k') } }, timeout_ms: 10_000 });
    const first = await mcp.call('show', {}, READ);
    expect(first).toMatchObject({ key: 'k', home: null });
    await expect(mcp.call('die', {}, { read_only: false })).rejects.toMatchObject({ error_code: 'UPSTREAM_ERROR', certainty: 'ambiguous' });
    const second = await mcp.call('show', {}, READ);
    expect(second).not.toEqual(first);
    await mcp.close();
    const { pid } = second as { readonly pid: number };
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
