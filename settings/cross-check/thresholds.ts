import { SEVERITIES, severityRank } from '../../core/severity.ts';
import { error, warning, type KnownSections, type Remark } from './remark.ts';

/** Ladders go down, levels go up, and what is called loud is loud. */
export function checkThresholds(settings: KnownSections): readonly Remark[] {
  return [...checkLadders(settings), ...checkLoudness(settings), ...checkEscalation(settings), ...checkLimits(settings)];
}

const RUNGS = ['critical', 'high', 'medium', 'low'] as const;

function checkLadders({ alerting }: KnownSections): readonly Remark[] {
  if (alerting === undefined) return [];
  const ladders = [
    [['alerting', 'severity', 'error_rate'], alerting.severity.error_rate],
    [['alerting', 'severity', 'latency_p95_ms'], alerting.severity.latency_p95_ms],
    [['alerting', 'severity_scale', 'error_rate'], alerting.severity_scale.error_rate],
    [['alerting', 'severity_scale', 'latency'], alerting.severity_scale.latency],
  ] as const;
  return ladders.flatMap(([path, ladder]) =>
    RUNGS.slice(1).flatMap((rung, index) => {
      const above = RUNGS[index] ?? 'critical';
      return ladder[rung] < ladder[above] ? [] : [error([...path, rung], `less than ${above} (${ladder[above]})`, String(ladder[rung]))];
    }),
  );
}

function checkLoudness({ alerting }: KnownSections): readonly Remark[] {
  if (alerting === undefined || severityRank(alerting.mention_from) <= severityRank(alerting.notify_from)) return [];
  return [error(['alerting', 'mention_from'], `one of ${SEVERITIES.slice(0, severityRank(alerting.notify_from) + 1).join(', ')}: people are called about what they are told of`, alerting.mention_from)];
}

function checkEscalation({ escalation }: KnownSections): readonly Remark[] {
  const levels = escalation?.levels ?? [];
  return levels.flatMap((level, index) => {
    const remarks: Remark[] = [];
    if (level.level !== index + 1) remarks.push(error(['escalation', 'levels', index, 'level'], `${index + 1}: levels ascend`, String(level.level)));
    const before = levels[index - 1];
    if (before !== undefined && level.after_s < before.after_s) {
      remarks.push(error(['escalation', 'levels', index, 'after_s'], `at least the ${before.after_s} s of the level before`, String(level.after_s)));
    }
    return remarks;
  });
}

function checkLimits({ policy }: KnownSections): readonly Remark[] {
  if (policy === undefined) return [];
  const remarks: Remark[] = policy.rate_limits.flatMap((limit, index) => {
    const first = policy.rate_limits.findIndex((other) => other.tool === limit.tool && other.per_s === limit.per_s);
    return first === index ? [] : [error(['policy', 'rate_limits', index], 'one limit for a tool and a time', `a second one for ${limit.tool} per ${limit.per_s} s`)];
  });
  const { retry_first_s, retry_max_s } = policy.effects;
  if (retry_first_s > retry_max_s) remarks.push(error(['policy', 'effects', 'retry_first_s'], `at most retry_max_s (${retry_max_s})`, String(retry_first_s)));
  if (policy.restart.never.length === 0) remarks.push(warning(['policy', 'restart', 'never'], 'the names of databases and queues', 'an empty list'));
  return remarks;
}
