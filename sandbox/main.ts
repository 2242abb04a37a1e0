import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PART_NAMES, type PartName } from './world-parts.ts';
import { startWorld } from './world.ts';

const { values } = parseArgs({
  options: {
    state: { type: 'string' },
    seed: { type: 'string', default: '1' },
    users: { type: 'string', default: '10' },
    language: { type: 'string', default: 'en' },
    ports: { type: 'string' },
    only: { type: 'string' },
    'watch-stdin': { type: 'boolean', default: false },
  },
});

const stopping = Promise.withResolvers<void>();
process.once('SIGTERM', () => { stopping.resolve(); });
process.once('SIGINT', () => { stopping.resolve(); });
if (values['watch-stdin']) {
  process.stdin.on('end', () => { stopping.resolve(); });
  process.stdin.on('error', () => { stopping.resolve(); });
  process.stdin.resume();
}

const world = await startWorld({
  stateDir: values.state ?? join(tmpdir(), `sandbox-${process.pid}`),
  seed: whole('seed', values.seed),
  users: whole('users', values.users),
  jiraLanguage: language(values.language),
  ...(values.ports === undefined ? {} : { portBase: whole('ports', values.ports) }),
  ...(values.only === undefined ? {} : { only: values.only.split(',').map(partName) }),
});
process.stdout.write(`${JSON.stringify({ event: 'ready', urls: world.urls, env: world.env })}\n`);
await stopping.promise;
await world.close();
process.exit(0);

function whole(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name}: expected a whole number`);
  return value;
}

function language(text: string): 'en' | 'ko' {
  if (text !== 'en' && text !== 'ko') throw new Error('--language: expected en or ko');
  return text;
}

function partName(text: string): PartName {
  const found = PART_NAMES.find((name) => name === text);
  if (found === undefined) throw new Error(`--only: expected some of ${PART_NAMES.join(', ')}`);
  return found;
}
