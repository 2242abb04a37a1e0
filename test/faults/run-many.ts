import { judgeRun, upperBound, type RunVerdict } from './judge-run.ts';
import { playStory, type Played, type PlayOptions } from './play-story.ts';

export interface Series {
  readonly name: string;
  readonly runs: number;
  readonly first_seed: number;
  readonly at_once: number;
  /** The n-th run; `random` gives 0..1 from the run's own seed. */
  readonly play: (random: () => number, n: number) => Omit<PlayOptions, 'seed'>;
}

/** Plays a series, a line a run and the sums at the end; gives the exit code: 0 only if every run closed and nothing was lost or doubled. */
export async function runMany(series: Series): Promise<number> {
  const verdicts: RunVerdict[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    for (let n = next++; n < series.runs; n = next++) {
      const seed = series.first_seed + n;
      const options = series.play(seeded(seed), n);
      const played = await playStory({ ...options, seed });
      const verdict = judgeRun(played);
      verdicts.push(verdict);
      print(n + 1, seed, options.story, played, verdict);
    }
  }
  await Promise.all(Array.from({ length: series.at_once }, worker));
  const sum = (pick: (verdict: RunVerdict) => number): number => verdicts.reduce((total, one) => total + pick(one), 0);
  const not_closed = sum((one) => (one.closed ? 0 : 1));
  const lost = sum((one) => one.lost_incidents);
  const tickets = sum((one) => one.duplicate_tickets);
  const restarts = sum((one) => one.double_restarts);
  const messages = sum((one) => one.duplicate_messages);
  console.log(
    `${series.name}: ${verdicts.length} runs, ${not_closed} not closed, ${lost} incidents lost, ${tickets} duplicate tickets, ${restarts} double restarts, ${messages} duplicate messages (a zero here means ${upperBound(verdicts.length)} with 95 % confidence)`,
  );
  return not_closed + lost + tickets + restarts + messages === 0 ? 0 : 1;
}

function print(n: number, seed: number, story: string | null, played: Played, verdict: RunVerdict): void {
  const bad = !verdict.closed || verdict.duplicate_tickets + verdict.double_restarts + verdict.duplicate_messages > 0;
  console.log(`${String(n).padStart(3)}  seed ${seed}  ${(story ?? 'all').padEnd(10)} ${played.disturbance.padEnd(34)} ${played.seconds.toFixed(0)} s  exit ${played.exit ?? 'none'}  ${bad ? `NOT AS IT SHOULD BE ${JSON.stringify(verdict)}` : 'fine'}`);
  if (bad) console.log(played.output.split('\n').slice(-45).map((line) => `      ${line}`).join('\n'));
}

/** A small generator (mulberry32): the same seed gives the same run. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
