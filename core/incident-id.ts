/** `INC-YYYYMMDD-NNN`: the day as people there have it, and a number that counts up within the day. */
export function incidentDay(now_ms: number, time_zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: time_zone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(now_ms);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year')}${part('month')}${part('day')}`;
}

export function nextIncidentId(now_ms: number, time_zone: string, existing: readonly string[]): string {
  const prefix = `INC-${incidentDay(now_ms, time_zone)}-`;
  const highest = existing
    .filter((id) => id.startsWith(prefix))
    .map((id) => Number(id.slice(prefix.length)))
    .reduce((a, b) => Math.max(a, b), 0);
  return `${prefix}${String(highest + 1).padStart(3, '0')}`;
}
