import type { AlertRule, FiringAlert } from '../alert-book.ts';
import { pageOf } from '../page.ts';
import { readFlag, readText } from '../tool-arguments.ts';
import type { ToolContext, ToolHandler } from '../tool-context.ts';
import { badParameter } from '../tool-error.ts';
import { structuredResult } from '../tool-result.ts';

/** `signoz_list_alert_rules`: every rule with its present state. */
export const listAlertRules: ToolHandler = (args, context) => {
  const firing = new Set(context.alerts.firing(context.now()).map((alert) => alert.rule.id));
  return structuredResult(pageOf(context.alerts.rules.map((rule) => ruleRow(rule, firing.has(rule.id), context)), args));
};

/** `signoz_list_alerts`: one row a firing rule and service; nothing is ever silenced or inhibited here. */
export const listAlerts: ToolHandler = (args, context) => {
  const matches = labelPredicate(readText(args, 'filter'));
  const now_ms = context.now();
  const alerts = readFlag(args, 'active') === false ? [] : context.alerts.firing(now_ms).filter(matches);
  return structuredResult(pageOf(alerts.map((alert) => alertRow(alert, now_ms, context)), args));
};

function ruleRow(rule: AlertRule, is_firing: boolean, context: ToolContext): unknown {
  return {
    ruleId: rule.id,
    alert: rule.name,
    alertType: 'TRACES_BASED_ALERT',
    ruleType: 'threshold_rule',
    state: is_firing ? 'firing' : 'inactive',
    disabled: false,
    severity: rule.severity,
    labels: { severity: rule.severity },
    description: rule.description,
    webUrl: `${context.web_url}/alerts/overview?ruleId=${rule.id}`,
  };
}

function alertRow(alert: FiringAlert, now_ms: number, context: ToolContext): unknown {
  return {
    alertname: alert.rule.name,
    ruleId: alert.rule.id,
    severity: alert.rule.severity,
    startsAt: new Date(alert.since_ms).toISOString(),
    endsAt: new Date(now_ms + 240_000).toISOString(),
    state: 'active',
    webUrl: `${context.web_url}/alerts/overview?ruleId=${alert.rule.id}`,
  };
}

/** Comma-separated `label="value"` or `label!="value"`; patterns are not understood here. */
function labelPredicate(filter: string): (alert: FiringAlert) => boolean {
  const parts = filter.split(',').map((part) => part.trim()).filter((part) => part !== '');
  const tests = parts.map((part) => {
    const found = /^([\w.]+)\s*(!?=)\s*"([^"]*)"$/.exec(part);
    if (found === null) throw badParameter('filter', `can't be read at ${part}. Example: alertname="HighErrorRate"`);
    return { label: found[1] ?? '', equal: found[2] === '=', value: found[3] ?? '' };
  });
  return (alert) => {
    const labels: Readonly<Record<string, string>> = { alertname: alert.rule.name, severity: alert.rule.severity, ruleId: alert.rule.id, 'service.name': alert.service };
    return tests.every(({ label, equal, value }) => ((labels[label] ?? '') === value) === equal);
  };
}
