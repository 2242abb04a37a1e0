import type { Played } from './play-story.ts';

/** What must never happen, counted in the look-alikes' own books. */
export interface RunVerdict {
  readonly closed: boolean;
  readonly lost_incidents: number;
  readonly duplicate_tickets: number;
  readonly double_restarts: number;
  readonly duplicate_messages: number;
}

/**
 * Judges one run. A ticket is a duplicate when another one has its `atlas-…` label; a message when another new one has its marker;
 * a restart is one too many when the engine saw more of them than the incident's attempts account for.
 */
export function judgeRun({ exit, outcome, witness }: Played): RunVerdict {
  if (outcome === null || witness === null) return { closed: false, lost_incidents: 1, duplicate_tickets: 0, double_restarts: 0, duplicate_messages: 0 };
  const labels = witness.issues.flatMap((issue) => issue.labels.filter((label) => label.startsWith('atlas-')));
  const markers = witness.messages.map((message) => message.footer).filter((footer) => footer !== '');
  return {
    closed: exit === 0 && outcome.closed,
    lost_incidents: outcome.incidents.length === 0 ? 1 : 0,
    duplicate_tickets: labels.length - new Set(labels).size,
    double_restarts: Math.max(0, witness.restarts.length - witness.attempts_acted),
    duplicate_messages: markers.length - new Set(markers).size,
  };
}

/** "0 failures in N" has a size: with 95 % confidence the true rate is below this (rule of three). */
export function upperBound(runs: number): string {
  return `< ${(300 / runs).toFixed(1)} %`;
}
