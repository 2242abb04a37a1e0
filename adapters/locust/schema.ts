import { z } from 'zod';

/** `/swarm` and `/stop` answer 200 also when they refuse. */
export const Command = z.looseObject({ success: z.boolean(), message: z.string().optional().catch(undefined) });

const Row = z.record(z.string(), z.unknown());

/** `/stats/requests`. Percentile keys follow the server's settings: they are read by prefix. */
export const StatsReply = z.looseObject({
  state: z.string(),
  user_count: z.number(),
  /** Older versions name it only as `total_rps`. */
  current_rps: z.number().nullish(),
  total_rps: z.number().nullish(),
  fail_ratio: z.number(),
  current_response_time_percentiles: Row.nullish().catch(undefined),
  current_response_time_percentile_1: z.number().nullish().catch(undefined),
  current_response_time_percentile_2: z.number().nullish().catch(undefined),
  stats: z.array(Row).default([]),
});
export type StatsReply = z.infer<typeof StatsReply>;
