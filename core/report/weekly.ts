import type { Messages } from '../messages/messages.ts';
import { formatSeconds } from '../render/format.ts';
import type { ScenarioRun } from '../scenario-run.ts';
import { meanDetection, runLine } from './daily.ts';
import type { Report } from './report.ts';

export interface WeeklyInput {
  readonly title_date: string;
  readonly runs: readonly ScenarioRun[];
  readonly min_samples: number;
  readonly messages: Messages;
}

/** What the rehearsals say about detection, and what people might change. Atlas changes nothing by itself. */
export function weeklyReport(input: WeeklyInput): Report {
  const words = input.messages.report;
  const scored = input.runs.filter((run) => run.observed !== null);
  const detection = meanDetection(scored);
  const resolution = scored.flatMap((run) => run.observed?.resolved_after_s ?? []);
  const suggestions = suggest(scored, input.min_samples);
  return {
    title: `${words.weekly} ${input.title_date}`,
    facts: [
      [words.scenarios, String(scored.length)],
      [words.missed, String(countVerdict(scored, 'missed'))],
      [words.false_alarms, String(countVerdict(scored, 'false_alarm'))],
      [words.mttd, detection === null ? '–' : `${formatSeconds(detection)} s`],
      [words.mttr, resolution.length === 0 ? '–' : `${formatSeconds(resolution.reduce((sum, next) => sum + next, 0) / resolution.length)} s`],
    ],
    sections: [
      { heading: words.scenarios, lines: scored.length === 0 ? [words.nothing] : scored.map(runLine) },
      ...(suggestions.length === 0 ? [] : [{ heading: words.suggestions, lines: suggestions }]),
    ],
  };
}

function countVerdict(runs: readonly ScenarioRun[], verdict: string): number {
  return runs.filter((run) => run.observed?.verdict === verdict).length;
}

/** Only from enough samples, and only as words: people apply them. */
export function suggest(runs: readonly ScenarioRun[], min_samples: number): readonly string[] {
  const names = [...new Set(runs.map((run) => run.scenario))];
  return names.flatMap((name) => {
    const own = runs.filter((run) => run.scenario === name);
    if (own.length < min_samples) return [];
    const missed = countVerdict(own, 'missed') / own.length;
    const false_alarms = countVerdict(own, 'false_alarm') / own.length;
    const out: string[] = [];
    if (missed > 0.1) out.push(`${name}: missed in ${Math.round(missed * 100)} % of ${own.length} rehearsals; consider a lower threshold or a shorter hold`);
    if (false_alarms > 0.1) out.push(`${name}: false alarm in ${Math.round(false_alarms * 100)} % of ${own.length} rehearsals; consider a higher threshold or a longer hold`);
    return out;
  });
}
