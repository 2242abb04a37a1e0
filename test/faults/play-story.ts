import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DemoOutcome } from '../../cli/demo/outcome.ts';
import type { Witness } from '../../cli/demo/witness.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What the demo leaves in its state folder: the world's own books, and how many restarts Atlas accounts for. */
type WitnessFile = Witness & { readonly attempts_acted: number };

export interface PlayOptions {
  /** null: the whole demo. */
  readonly story: string | null;
  readonly seed: number;
  /** Of the Jira workflow; absent: English. */
  readonly language?: 'en' | 'ko';
  readonly env?: Readonly<Record<string, string>>;
  /** Called once the demo runs, with its state folder; what it does to the demo is the fault. */
  readonly disturb?: (stateDir: string) => Promise<string>;
}

export interface Played {
  readonly exit: number | null;
  readonly seconds: number;
  readonly disturbance: string;
  readonly outcome: DemoOutcome | null;
  readonly witness: WitnessFile | null;
  readonly output: string;
}

/** Plays one story of the demo as a process of its own, disturbs it, and gathers what came of it. */
export async function playStory(options: PlayOptions): Promise<Played> {
  const stateDir = await mkdtemp(join(tmpdir(), 'atlas-fault-'));
  const jsonFile = join(stateDir, 'outcome.json');
  const args = [join(ROOT, 'cli', 'atlas.js'), 'demo', '--state', stateDir, '--json', jsonFile, '--seed', String(options.seed)];
  if (options.story !== null) args.push('--story', options.story);
  if (options.language !== undefined) args.push('--language', options.language);
  const started = performance.now();
  const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => { resolve(code); }));
  const disturbance = await Promise.race([options.disturb?.(stateDir) ?? Promise.resolve('nothing'), ended.then(() => 'it ended first')]);
  const exit = await Promise.race([ended, delay(180_000, 'hangs' as const, { ref: false })]);
  if (exit === 'hangs') child.kill('SIGKILL');
  const outcome = await readJson<DemoOutcome>(jsonFile);
  const witness = await readJson<WitnessFile>(join(stateDir, 'witness.json'));
  if (exit === 0) await rm(stateDir, { recursive: true, force: true });
  else output += `\nstate kept in ${stateDir}\n`;
  return { exit: exit === 'hangs' ? null : exit, seconds: (performance.now() - started) / 1000, disturbance, outcome, witness, output };
}

async function readJson<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch {
    return null;
  }
}
