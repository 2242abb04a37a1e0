import { z } from 'zod';
import { mcpServerSettings } from '../../adapters/mcp/settings.ts';
import { name } from '../../core/config-primitives.ts';
import { agents } from './agents.ts';
import { bindings, channels } from './channels.ts';
import { integrations } from './integrations.ts';
import { policy } from './policy.ts';
import { runbook } from './runbook.ts';
import { scenario } from './scenario.ts';
import { services } from './services.ts';
import { timeZone } from './time-zone.ts';
import { alerting, escalation, runbookIndex, verification } from './thresholds.ts';

/** The whole configuration after all three layers are put together. Parsed once, then frozen. */
export const root = z.strictObject({
  name,
  environment: z.enum(['production', 'demo', 'sandbox']),
  language: z.enum(['en', 'ko']),
  time_zone: timeZone,
  agents,
  channels,
  bindings,
  policy,
  mcpServers: z.record(name, mcpServerSettings),
  integrations,
  services,
  alerting,
  verification,
  escalation,
  runbook_index: runbookIndex,
  runbooks: z.record(name, runbook),
  scenarios: z.record(name, scenario),
});
