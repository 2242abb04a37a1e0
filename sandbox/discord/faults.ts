import { z } from 'zod';
import { seededRandom } from '../seeded-random.ts';

/** How often a fault strikes: below 1 a probability, from 1 up the number of times still to come, or always. */
const amount = z.union([z.literal('always'), z.number().min(0).lt(1), z.int().min(1)]);

const discordFaults = z.strictObject({
  /** Performs the write, then drops the connection. */
  lose_reply: amount,
  /** Drops the connection before anything is done. */
  drop_request: amount,
  rate_limited: amount,
  rate_limit_scope: z.enum(['user', 'global', 'shared']),
  /** `retry_after` of a 429 that `rate_limited` makes; fractions allowed. */
  retry_after_s: z.number().min(0),
  http_503: amount,
  slow_ms: z.number().min(0),
  /** Operation ids (`create_message`, …) that the striking faults are limited to; null: every one that they fit. */
  only: z.array(z.string()).nullable(),
  /** Channel ids that answer 403. */
  forbidden_channels: z.array(z.string()),
  /** How many messages a channel takes in `message_window_ms` before it answers 429 by itself. */
  message_limit: z.int().min(1),
  message_window_ms: z.int().min(1),
  /** How many messages a webhook takes in two seconds. */
  webhook_limit: z.int().min(1),
  global_limit_per_s: z.int().min(1),
  /** The gateway hears heartbeats but does not answer them. */
  skip_acks: z.boolean(),
  /** Sent in Hello to connections from now on. */
  heartbeat_interval_ms: z.int().min(50),
  /** Gateway intents that this bot was not granted, as a bit field: identifying with one closes with 4014. */
  disallowed_intents: z.int().min(0),
  seed: z.int(),
});

export type DiscordFaultValues = z.infer<typeof discordFaults>;
export type StrikingFault = 'lose_reply' | 'drop_request' | 'rate_limited' | 'http_503';

export interface DiscordFaults {
  readonly values: DiscordFaultValues;
  patch(patch: Readonly<Record<string, unknown>>): void;
  /** Whether the fault hits this request; uses up one of its times when it was given a number of them. */
  strikes(fault: StrikingFault, operation: string): boolean;
}

/** Nothing goes wrong until `patch` says so, beyond the limits that Discord itself has; a key that does not exist is an error. */
export function createDiscordFaults(): DiscordFaults {
  let values: DiscordFaultValues = {
    lose_reply: 0, drop_request: 0, rate_limited: 0, rate_limit_scope: 'user', retry_after_s: 0.5, http_503: 0, slow_ms: 0, only: null,
    forbidden_channels: [], message_limit: 5, message_window_ms: 5_000, webhook_limit: 5, global_limit_per_s: 50,
    skip_acks: false, heartbeat_interval_ms: 45_000, disallowed_intents: 0, seed: 1,
  };
  let random = seededRandom(values.seed);
  return {
    get values() {
      return values;
    },
    patch(patch) {
      values = discordFaults.parse({ ...values, ...patch });
      if ('seed' in patch) random = seededRandom(values.seed);
    },
    strikes(fault, operation) {
      const often = values[fault];
      if (often === 0 || (values.only !== null && !values.only.includes(operation))) return false;
      if (often === 'always') return true;
      if (often < 1) return random() < often;
      values = { ...values, [fault]: often - 1 };
      return true;
    },
  };
}
