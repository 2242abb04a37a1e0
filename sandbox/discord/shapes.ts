import type { Channel, Json, Message, Person } from './message.ts';
import type { DiscordWorld, Webhook } from './world.ts';

/** What a bot may do here: view channels, send messages, embed links, read history, use threads and commands. */
const PERMISSIONS = '277025770560';
const HAS_THREAD = 1 << 5;

export function isoTime(at_ms: number): string {
  return new Date(at_ms).toISOString().replace('Z', '000+00:00');
}

export function userJson(person: Person): Json {
  return {
    id: person.id, username: person.username, discriminator: '0000', global_name: null, avatar: null, bot: person.bot,
    public_flags: 0, flags: 0, banner: null, accent_color: null, primary_guild: null,
  };
}

export function ownUserJson(world: DiscordWorld): Json {
  return { ...userJson(world.bot), mfa_enabled: true, locale: 'en-US', premium_type: 0, email: null, verified: true };
}

export function memberJson(person: Person, role_ids: readonly string[], joined_at_ms: number): Json {
  return {
    user: userJson(person), roles: role_ids, nick: null, avatar: null, banner: null, joined_at: isoTime(joined_at_ms), premium_since: null,
    communication_disabled_until: null, flags: 0, pending: false, mute: false, deaf: false,
  };
}

export function applicationJson(world: DiscordWorld): Json {
  return {
    id: world.application_id, name: world.bot.username, icon: null, description: '', type: null, bot: userJson(world.bot), verify_key: '0'.repeat(64),
    flags: 0, flags_new: '0', redirect_uris: [], interactions_endpoint_url: null, role_connections_verification_url: null,
    owner: userJson({ id: world.application_id, username: 'sandbox-owner', bot: false }), approximate_guild_count: 1, approximate_user_install_count: 0,
    approximate_user_authorization_count: 0, explicit_content_filter: 0, team: null, eligible_oauth2_scopes: [], bot_public: false, bot_require_code_grant: false,
  };
}

export function roleJson(role: { readonly id: string; readonly name: string }, position: number): Json {
  return {
    id: role.id, name: role.name, permissions: PERMISSIONS, position, color: 0, colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false, managed: false, mentionable: true, icon: null, unicode_emoji: null, flags: 0,
  };
}

/** `@everyone` first: its id is the guild's. */
export function rolesJson(world: DiscordWorld): readonly Json[] {
  return [{ id: world.guild.id, name: '@everyone' }, ...world.roles].map(roleJson);
}

export function guildJson(world: DiscordWorld): Json {
  return {
    id: world.guild.id, name: world.guild.name, icon: null, description: null, home_header: null, splash: null, discovery_splash: null, features: [],
    banner: null, owner_id: world.bot.id, application_id: null, region: 'us-east', afk_channel_id: null, afk_timeout: 300, system_channel_id: null,
    system_channel_flags: 0, widget_enabled: false, widget_channel_id: null, verification_level: 0, roles: rolesJson(world), default_message_notifications: 1,
    mfa_level: 0, explicit_content_filter: 0, max_presences: null, max_members: 500_000, max_stage_video_channel_users: 50, max_video_channel_users: 25,
    vanity_url_code: null, premium_tier: 0, premium_subscription_count: 0, preferred_locale: 'en-US', rules_channel_id: null, safety_alerts_channel_id: null,
    public_updates_channel_id: null, premium_progress_bar_enabled: false, nsfw: false, nsfw_level: 0, emojis: [], stickers: [], incidents_data: null,
  };
}

export function channelJson(channel: Channel, world: DiscordWorld): Json {
  const messages = world.store.messages(channel.id);
  const common = { id: channel.id, type: channel.type, flags: 0, guild_id: world.guild.id, name: channel.name, parent_id: channel.parent_id, last_message_id: messages.at(-1)?.id ?? null, rate_limit_per_user: 0 };
  if (channel.type === 0) {
    const position = world.store.channels().findIndex((known) => known.id === channel.id);
    return { ...common, position, topic: null, nsfw: false, permission_overwrites: [] };
  }
  return {
    ...common, owner_id: channel.owner_id ?? world.bot.id, message_count: messages.length, member_count: 1, total_message_sent: messages.length,
    thread_metadata: {
      archived: false, locked: false, auto_archive_duration: channel.auto_archive_minutes, archive_timestamp: isoTime(channel.created_at_ms), create_timestamp: isoTime(channel.created_at_ms),
    },
  };
}

export function messageJson(message: Message, world: DiscordWorld): Json {
  const thread = message.thread_id === null ? undefined : world.store.channel(message.thread_id);
  const edited = message.edits.at(-1);
  const mentioned = message.pings.user_ids.map((id) => userJson(id === world.bot.id ? world.bot : { id, username: `user-${id}`, bot: false }));
  return {
    id: message.id, channel_id: message.channel_id, type: message.type, content: message.content,
    author: message.webhook_id === null ? userJson(message.author) : { ...userJson(message.author), bot: true },
    timestamp: isoTime(message.created_at_ms), edited_timestamp: edited === undefined ? null : isoTime(edited.at_ms),
    tts: message.tts, pinned: false, mention_everyone: message.pings.everyone, mentions: mentioned, mention_roles: message.pings.role_ids,
    attachments: [], embeds: message.embeds, components: message.components, flags: message.flags | (thread === undefined ? 0 : HAS_THREAD),
    ...(message.nonce === null ? {} : { nonce: message.nonce }),
    ...(message.webhook_id === null ? {} : { webhook_id: message.webhook_id }),
    ...(message.type === 20 ? { application_id: world.application_id } : {}),
    ...(thread === undefined ? {} : { thread: channelJson(thread, world) }),
  };
}

export function webhookJson(webhook: Webhook, world: DiscordWorld): Json {
  return {
    id: webhook.id, type: 1, name: 'Sandbox webhook', avatar: null, channel_id: webhook.channelId, guild_id: world.guild.id, application_id: null,
    token: webhook.token, url: `${world.url()}/api/webhooks/${webhook.id}/${webhook.token}`,
  };
}
