import type { Unit } from '../finding.ts';

/** A number with its unit, as people read it. */
export function formatValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'ratio':
      return `${(value * 100).toFixed(1)} %`;
    case 'ms':
      return `${Math.round(value).toLocaleString('en-US')} ms`;
    case 'requests_per_s':
      return `${value.toFixed(1)}/s`;
  }
}

/** Wall-clock time in the deployment's zone, with the zone's name. */
export function formatTime(iso: string, time_zone: string): string {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: time_zone, dateStyle: 'short', timeStyle: 'medium' }).format(new Date(iso));
  return `${parts} (${time_zone})`;
}

export function formatSeconds(seconds: number): string {
  return seconds < 10 ? seconds.toFixed(1) : seconds.toFixed(0);
}

export function formatRatio(ratio: number | null): string {
  return ratio === null ? '–' : `${Math.round(ratio * 100)} %`;
}
