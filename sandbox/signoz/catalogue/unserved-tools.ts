import { choice, flag, paging, readTool, text, timeBounds, whole, writeTool } from './tool-spec.ts';
import type { Properties, PropertySchema, ToolSpec } from './tool-spec.ts';

const ID: Properties = { id: text('Id of the thing.') };
const ANYTHING: PropertySchema = {};
const OBJECT: PropertySchema = { type: 'object' };
const SIGNAL = choice(['metrics', 'traces', 'logs'], 'Kind of telemetry.');
const VIEW_PAGE = choice(['traces', 'logs', 'metrics', 'meter'], 'Page of the explorer.');
const CREATE = { destructive: false, idempotent: false };
const REPLACE = { destructive: true, idempotent: true };
const DELETE = REPLACE;

const CHANNEL_SETTINGS: Properties = Object.fromEntries(
  [
    'email_html', 'email_to', 'msteams_text', 'msteams_title', 'msteams_webhook_url', 'name', 'opsgenie_api_key', 'opsgenie_description',
    'opsgenie_message', 'opsgenie_priority', 'pagerduty_description', 'pagerduty_routing_key', 'pagerduty_severity', 'slack_api_url',
    'slack_channel', 'slack_text', 'slack_title', 'type', 'webhook_password', 'webhook_url', 'webhook_username',
  ].map((name) => [name, text('A setting of the channel.')]),
);
const CHANNEL: Properties = { ...CHANNEL_SETTINGS, send_resolved: flag('Whether to tell when an alert is over.') };

const ALERT: Properties = {
  ...Object.fromEntries(['alert', 'alertType', 'description', 'evalWindow', 'frequency', 'ruleType', 'schemaVersion', 'source', 'version'].map((name) => [name, text('A setting of the rule.')])),
  annotations: OBJECT,
  condition: OBJECT,
  labels: OBJECT,
  disabled: { type: 'boolean' },
  evaluation: { type: ['null', 'object'] },
  notificationSettings: { type: ['null', 'object'] },
  preferredChannels: { type: ['null', 'array'], items: { type: 'string' } },
};
const ALERT_REQUIRED = ['alert', 'alertType', 'ruleType', 'condition'];

const DASHBOARD: Properties = { name: text('Name.'), image: text('Picture.'), schemaVersion: text('Version of the layout.'), spec: ANYTHING, tags: { type: ['array', 'null'], items: ANYTHING } };

/** The tools that this server lists, as the real one does, and answers with UNSUPPORTED. */
export const UNSERVED_TOOLS: readonly ToolSpec[] = [
  readTool('check_metric_cardinality', 'How many series a metric has.', { metricName: text('Name of the metric.'), ...timeBounds('7d') }, ['metricName']),
  readTool('check_metric_usage', 'Where metrics are used.', { metricNames: { type: 'array', items: { type: 'string' } } }, ['metricNames'], OBJECT),
  writeTool('create_alert', 'Makes an alert rule.', CREATE, ALERT, ALERT_REQUIRED),
  writeTool('create_dashboard', 'Makes a dashboard.', CREATE, { ...DASHBOARD, generateName: { type: 'boolean' } }, ['schemaVersion', 'tags', 'spec']),
  writeTool('create_notification_channel', 'Makes a notification channel.', CREATE, CHANNEL, ['type', 'name']),
  writeTool(
    'create_view',
    'Saves a view.',
    CREATE,
    { name: text('Name.'), sourcePage: VIEW_PAGE, category: text('Group.'), compositeQuery: OBJECT, extraData: text('Options.'), tags: { type: 'array', items: { type: 'string' } } },
    ['name', 'sourcePage', 'compositeQuery'],
  ),
  writeTool('delete_alert', 'Removes an alert rule.', DELETE, ID),
  writeTool('delete_dashboard', 'Removes a dashboard.', DELETE, ID),
  writeTool('delete_notification_channel', 'Removes a notification channel.', DELETE, ID, ['id']),
  writeTool('delete_view', 'Removes a view.', DELETE, ID),
  readTool('execute_builder_query', 'Runs a query of the query builder.', { query: OBJECT }, ['query']),
  readTool('fetch_doc', 'A page of the documentation.', { url: text('Address of the page.'), heading: text('Part of the page.') }, ['url'], OBJECT),
  readTool('get_alert', 'One alert rule.', ID),
  readTool('get_alert_history', 'How the state of a rule changed.', {
    ...ID,
    cursor: text('Where the page before ended.'),
    filter: text('Conditions on labels.'),
    limit: whole('How many rows at most.', '20'),
    order: choice(['asc', 'desc'], 'Oldest or newest first.', 'asc'),
    state: choice(['inactive', 'pending', 'recovering', 'firing', 'nodata', 'disabled'], 'Only this state.'),
    ...timeBounds('6h'),
  }),
  readTool('get_dashboard', 'One dashboard.', ID),
  readTool(
    'get_field_keys',
    'The keys that telemetry carries.',
    { signal: SIGNAL, searchText: text('Only keys that contain this.'), fieldContext: text('Only this context.'), fieldDataType: text('Only this type.'), metricName: text('Only this metric.'), source: text('The store to look in.') },
    ['signal'],
  ),
  readTool(
    'get_field_values',
    'The values of one key.',
    { signal: SIGNAL, name: text('The key.'), searchText: text('Only values that contain this.'), fieldContext: text('Only this context.'), metricName: text('Only this metric.'), source: text('The store to look in.') },
    ['signal', 'name'],
  ),
  readTool('get_notification_channel', 'One notification channel.', ID, ['id']),
  readTool('get_org_overview', 'What the organisation has.', {}, [], OBJECT),
  readTool('get_top_metrics', 'The metrics with the most samples.', timeBounds('7d')),
  readTool('get_view', 'One saved view.', ID),
  writeTool('import_dashboard', 'Makes a dashboard of a template.', CREATE, { path: text('Path of the template.') }, ['path']),
  readTool('list_dashboard_templates', 'The dashboard templates.', {}),
  readTool('list_dashboards', 'The dashboards.', {
    filter: text('Conditions on dashboards.'),
    order: choice(['asc', 'desc'], 'Direction.'),
    sort: choice(['updated_at', 'created_at', 'name'], 'What to sort by.'),
    ...paging(),
  }),
  readTool('list_notification_channels', 'The notification channels.', paging()),
  readTool('list_views', 'The saved views.', { sourcePage: VIEW_PAGE, category: text('Only this group.'), name: text('Only names that contain this.'), ...paging() }, ['sourcePage']),
  writeTool('patch_dashboard', 'Changes parts of a dashboard.', { destructive: true, idempotent: false }, { ...ID, uuid: text('The same id.'), patch: { type: ['array', 'null'], items: OBJECT } }, ['patch']),
  readTool('search_docs', 'Searches the documentation.', { searchText: text('What to look for.'), limit: whole('How many pages at most.', '10'), section_slug: text('Only this section.') }, [], OBJECT),
  writeTool('update_alert', 'Replaces an alert rule.', REPLACE, { ...ALERT, ...ID, ruleId: text('The same id.') }, ALERT_REQUIRED),
  writeTool('update_dashboard', 'Replaces a dashboard.', REPLACE, { ...DASHBOARD, ...ID, uuid: text('The same id.') }, ['schemaVersion', 'name', 'tags', 'spec']),
  writeTool('update_notification_channel', 'Replaces a notification channel.', { destructive: true, idempotent: false }, { ...CHANNEL, ...ID }, ['id', 'type', 'name']),
  writeTool('update_view', 'Replaces a saved view.', REPLACE, { ...ID, view: OBJECT }),
];
