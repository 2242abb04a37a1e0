import { strictIn, type ChecklistInput, type ChecklistItem } from './checklist-input.ts';

/** What the shipped project has in their place. */
const PLACEHOLDERS: readonly string[] = ['@oncall-engineer', '@team-lead'];

/** Escalation ends with somebody who exists. */
export function realContacts(input: ChecklistInput): ChecklistItem {
  const levels = input.settings?.escalation.levels ?? [];
  const role = input.settings?.integrations.discord.on_call_role_id ?? '';
  const wrong = [
    ...levels.filter((level) => PLACEHOLDERS.includes(level.contact)).map((level) => `level ${level.level} is the placeholder ${level.contact}`),
    ...(role === '' ? ['no role is called for critical incidents'] : []),
  ];
  return {
    id: 'real-contacts',
    title: 'Escalation reaches real people',
    status: input.settings === null ? 'fail' : wrong.length === 0 ? 'ok' : strictIn(input),
    detail: input.settings === null ? 'the configuration has problems' : wrong.length === 0 ? levels.map((level) => level.contact).join(' → ') : wrong.join(', '),
    remedy: 'Name people in project/thresholds/escalation.json5, and their Discord role in DISCORD_ONCALL_ROLE.',
  };
}

/** A message without a channel is said to nobody. */
export function realChannels(input: ChecklistInput): ChecklistItem {
  const { settings } = input;
  const empty = settings === null ? [] : Object.entries(settings.channels).filter(([, channel]) => channel.channel_id === '').map(([name]) => name);
  const same = settings !== null && empty.length === 0 && settings.channels.bug.channel_id === settings.channels.review.channel_id;
  const detail = empty.length > 0 ? `without an id: ${empty.join(', ')}` : same ? 'alerts and reports share one channel' : 'alerts and reports have one each';
  return {
    id: 'real-channels',
    title: 'Alerts and reports have a channel each',
    status: settings === null ? 'fail' : empty.length > 0 ? strictIn(input) : same ? 'warn' : 'ok',
    detail: settings === null ? 'the configuration has problems' : detail,
    remedy: 'Set DISCORD_BUG_CHANNEL and DISCORD_REVIEW_CHANNEL.',
  };
}

/** When everything here stops, somebody elsewhere notices. */
export function deadManSwitch(input: ChecklistInput): ChecklistItem {
  const url = input.settings?.integrations.dead_man.url ?? '';
  const given = url !== '' && url.reveal() !== '';
  return {
    id: 'dead-man-switch',
    title: 'Somebody outside notices when Atlas itself is gone',
    status: given ? 'ok' : strictIn(input),
    detail: given ? 'an address is set' : 'nobody watches the watcher',
    remedy: 'Set ATLAS_DEADMAN_URL to a check of an outside service.',
  };
}
