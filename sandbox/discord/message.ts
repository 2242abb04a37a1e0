export type Json = Readonly<Record<string, unknown>>;

export interface Person {
  readonly id: string;
  readonly username: string;
  readonly bot: boolean;
}

/** Whom a message really called: what reached somebody's telephone. */
export interface Pings {
  readonly everyone: boolean;
  readonly user_ids: readonly string[];
  readonly role_ids: readonly string[];
}

export interface Edit {
  readonly at_ms: number;
  /** What stood there before this edit. */
  readonly content: string;
  readonly embeds: readonly Json[];
}

export interface Message {
  readonly id: string;
  readonly channel_id: string;
  readonly author: Person;
  /** 0 ordinary, 20 the answer to a command. */
  readonly type: number;
  readonly content: string;
  readonly embeds: readonly Json[];
  readonly components: readonly Json[];
  readonly flags: number;
  readonly tts: boolean;
  readonly nonce: string | number | null;
  /** As sent; null: absent, so everything in the text pings. */
  readonly allowed_mentions: Json | null;
  readonly pings: Pings;
  readonly webhook_id: string | null;
  readonly created_at_ms: number;
  readonly edits: readonly Edit[];
  readonly thread_id: string | null;
}

export interface Channel {
  readonly id: string;
  readonly name: string;
  /** 0 text, 11 public thread. */
  readonly type: number;
  readonly parent_id: string | null;
  readonly owner_id: string | null;
  readonly created_at_ms: number;
  readonly auto_archive_minutes: number;
}
