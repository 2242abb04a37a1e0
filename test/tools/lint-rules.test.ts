import { join } from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint({ cwd: join(import.meta.dirname, '../..') });

/** Names of the rules that object to `text` if it stood in `file`, which must exist: its project tells the types. */
async function objections(file: string, text: string): Promise<readonly (string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: file });
  return result?.messages.map((message) => message.ruleId) ?? [];
}

describe('lint', () => {
  it.each([
    ['@typescript-eslint/no-floating-promises', 'export async function a(): Promise<void> { await Promise.resolve(); }\nexport function b(): void { a(); }'],
    ['@typescript-eslint/no-misused-promises', 'export function a(list: readonly number[]): void { list.forEach(async () => { await Promise.resolve(); }); }'],
    ['@typescript-eslint/switch-exhaustiveness-check', "export function a(of: 'x' | 'y'): number { switch (of) { case 'x': return 1; }\n return 2; }"],
    ['@typescript-eslint/consistent-type-imports', "import { AgentName } from './agent.ts';\nexport const a: AgentName = 'atlas';"],
    ['@typescript-eslint/no-explicit-any', 'export function a(b: any): unknown { return b; }'],
    ['@typescript-eslint/no-unsafe-member-access', "export const a: unknown = JSON.parse('{}').b;"],
    ['@typescript-eslint/no-non-null-assertion', 'export function a(b: string | null): string { return b!; }'],
    ['no-restricted-syntax', 'export const a = (b: string): RegExp => new RegExp(b);'],
    ['no-restricted-syntax', 'export default 1;'],
    ['no-restricted-syntax', 'export const a = new Date();'],
    ['no-restricted-properties', 'export const a = Date.now();'],
    ['no-restricted-properties', 'export const a = Math.random();'],
    ['no-restricted-globals', "export const a = process.env['HOME'];"],
    ['no-restricted-globals', "export const a = fetch('http://localhost');"],
  ])('in core: %s', async (rule, text) => {
    expect(await objections('core/severity.ts', text)).toEqual([rule]);
  });

  it.each(['settings/settings.ts', 'sandbox/look-alike.ts', 'docker-gate/route.ts', 'adapters/mcp/client.ts'])('process.env is not read in %s', async (file) => {
    expect(await objections(file, "export const a = process.env['HOME'];")).toEqual(['no-restricted-properties']);
    expect(await objections(file, "import { env } from 'node:process';\nexport const a = env['HOME'];")).toEqual(['no-restricted-syntax']);
  });

  it.each(['sandbox/shop/main.ts', 'tools/check.ts', 'test/tools/run-program.ts'])('process.env may be read in %s', async (file) => {
    expect(await objections(file, "export const a = process.env['HOME'];")).toEqual([]);
  });
});
