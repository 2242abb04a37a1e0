import { expect, it } from 'vitest';
import { runAtlas } from './run-atlas.ts';

const COMMANDS = ['demo', 'sandbox', 'up', 'agent', 'check', 'status', 'incidents', 'incidents list', 'incidents show', 'ack', 'lock', 'unlock', 'scenario', 'scenario list', 'scenario run', 'scenario stop', 'report', 'report daily', 'ledger', 'ledger verify', 'ledger export', 'docker-gate'];
const WITH_JSON = ['check', 'status', 'incidents list', 'incidents show', 'ack', 'lock', 'unlock', 'scenario list', 'scenario run', 'scenario stop', 'report daily', 'ledger verify', 'sandbox'];

it('atlas --help names every command, gives an example and explains the exit codes', async () => {
  const { code, stdout } = await runAtlas(['--help']);
  expect(code).toBe(0);
  for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${command.split(' ')[0] ?? ''}\\b`, 'm'));
  expect(stdout).toMatch(/Example:\n {2}atlas \S/);
  expect(stdout).toContain('Exit codes: 0 fine, 1 failed, 2 bad usage or configuration, 3 could not reach something.');
});

it.each(COMMANDS)('atlas %s --help has an example of itself', async (command) => {
  const { code, stdout, stderr } = await runAtlas([...command.split(' '), '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const example = /Example:\n {2}(.*)\n/.exec(stdout)?.[1];
  expect(example).toMatch(new RegExp(`\\batlas ${command}\\b`));
  if (WITH_JSON.includes(command)) expect(stdout).toContain('--json');
});
