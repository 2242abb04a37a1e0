import { z } from 'zod';
import { ERROR_CODES } from '../../core/error.ts';

/** How docker-gate says no; the engine itself says only `message`. */
export const ErrorBody = z.looseObject({
  message: z.string().optional().catch(undefined),
  error_code: z.enum(ERROR_CODES).optional().catch(undefined),
  retryable: z.boolean().optional().catch(undefined),
  details: z
    .looseObject({ reason: z.string().optional(), reached_engine: z.boolean().optional() })
    .optional()
    .catch(undefined),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

export const ContainerList = z.array(z.looseObject({ Id: z.string().min(1), Names: z.array(z.string()).nullish() }));

export const Inspected = z.looseObject({
  Id: z.string().min(1),
  Name: z.string().min(1),
  RestartCount: z.number().default(0),
  State: z.looseObject({
    Status: z.string(),
    Running: z.boolean(),
    OOMKilled: z.boolean().default(false),
    ExitCode: z.number().default(0),
    StartedAt: z.string().min(1),
    Health: z.looseObject({ Status: z.string().optional() }).nullish(),
  }),
  HostConfig: z.looseObject({ Memory: z.number().nullish() }).nullish(),
});
export type Inspected = z.infer<typeof Inspected>;

const Cpu = z.looseObject({
  cpu_usage: z.looseObject({ total_usage: z.number().optional() }).optional(),
  system_cpu_usage: z.number().optional(),
});

export const Stats = z.looseObject({
  cpu_stats: Cpu.optional(),
  precpu_stats: Cpu.optional(),
  memory_stats: z
    .looseObject({ usage: z.number().optional(), limit: z.number().optional(), stats: z.record(z.string(), z.unknown()).nullish() })
    .optional(),
});
export type Stats = z.infer<typeof Stats>;
