import type { ServiceCatalog } from './catalog.ts';
import { findingKey, type Finding } from './finding.ts';
import { areRelated } from './graph.ts';
import { isUnfinished, type Incident } from './incident.ts';
import { worstSeverity, type Severity } from './severity.ts';
import { chooseSuspect, type Suspect } from './suspect.ts';
import type { TraceVerdict } from './trace-evidence.ts';

/**
 * The unfinished incident that has this finding already. Under a load test only one where it never went away: what comes back
 * then is the load test's doing.
 */
export function ownIncident(finding: Finding, incidents: readonly Incident[], informational: boolean): Incident | null {
  const key = findingKey(finding);
  return (
    incidents
      .filter(isUnfinished)
      .find((incident) => incident.findings.some((one) => one.key === key && (one.active || incident.informational === informational))) ?? null
  );
}

/**
 * The unfinished incident that a new finding is part of: its suspect is connected to it along the direction of the calls. Real and
 * informational incidents never mix, and one that has recovered takes nothing new.
 */
export function relatedIncident(finding: Finding, incidents: readonly Incident[], services: ServiceCatalog, informational: boolean): Incident | null {
  return (
    incidents
      .filter((incident) => isUnfinished(incident) && incident.informational === informational && incident.recovered_at === null)
      .find((incident) => areRelated(services, finding.service, incident.service)) ?? null
  );
}

/** A resolved incident that is open again: the same suspect with the same symptom within the deduplication time. */
export function incidentToReopen(suspect: Suspect, incidents: readonly Incident[], now_ms: number, deduplicate_s: number): Incident | null {
  return (
    incidents.find(
      (incident) =>
        !incident.informational &&
        incident.resolved_at !== null &&
        now_ms - Date.parse(incident.resolved_at) < deduplicate_s * 1000 &&
        incident.service === suspect.service &&
        incident.symptom === suspect.symptom,
    ) ?? null
  );
}

export interface FindingGroup {
  readonly suspect: Suspect;
  readonly findings: readonly Finding[];
  readonly severity: Severity;
}

/**
 * New findings, divided into incidents: a suspect and all that is connected to it, then the same with what is left over, so
 * that two independent faults stay two. Several connected services at once are a cascade, and that is critical.
 */
export function groupFindings(findings: readonly Finding[], verdicts: readonly TraceVerdict[], services: ServiceCatalog): readonly FindingGroup[] {
  const groups: FindingGroup[] = [];
  let left = findings;
  while (left.length > 0) {
    const suspect = chooseSuspect(left, verdicts, services);
    if (suspect === null) break;
    const related = left.filter((finding) => areRelated(services, finding.service, suspect.service));
    const members = related.length > 0 ? related : left;
    const cascade = new Set(members.map((finding) => finding.service)).size >= 2;
    groups.push({ suspect, findings: members, severity: cascade ? 'critical' : worstSeverity(members.map((finding) => finding.severity)) });
    left = left.filter((finding) => !members.includes(finding));
  }
  return groups;
}
