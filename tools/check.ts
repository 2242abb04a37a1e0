import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The checks of `npm run check`, the quick ones last so that the slow ones start at once. Each is a script of package.json with one tool behind it. */
const CHECKS = ['check:lint', 'check:types', 'check:dead', 'check:imports', 'check:size', 'check:secrets', 'check:text'] as const;
const MOST_AT_ONCE = 2;

interface Outcome {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

const waiting: string[] = [...CHECKS];
const outcomes: Outcome[] = [];
await Promise.all(Array.from({ length: Math.min(MOST_AT_ONCE, availableParallelism()) }, runWaiting));

const failed = outcomes.filter(({ ok }) => !ok);
for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output.trim()}`);
console.log(failed.length === 0 ? 'check: clean' : `\ncheck: ${failed.map(({ name }) => name).join(', ')} failed`);
if (failed.length > 0) process.exitCode = 1;

async function runWaiting(): Promise<void> {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const outcome = await run(name);
    outcomes.push(outcome);
    console.log(`${outcome.ok ? 'ok    ' : 'FAILED'} ${name.padEnd(14)} ${outcome.seconds.toFixed(1).padStart(6)} s  ${summary(outcome)}`);
  }
}

function run(name: string): Promise<Outcome> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      const output = Buffer.concat(chunks).toString('utf8');
      resolve({ name, ok: code === 0, seconds: (performance.now() - start) / 1000, output });
    });
  });
}

/** Our own checks end with a line of figures; a clean linter says nothing. */
function summary({ ok, output }: Outcome): string {
  return ok ? (output.trim().split('\n').at(-1) ?? '') : '';
}
