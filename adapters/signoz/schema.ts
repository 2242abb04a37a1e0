import { z } from 'zod';

/** A number, or a number written as text (what is larger than 2^53 may come so). Never NaN, never null read as 0. */
export const LooseNumber = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i)
    .transform(Number),
]);

const LooseBoolean = z.union([z.boolean(), z.literal('true').transform(() => true), z.literal('false').transform(() => false), z.number().transform((n) => n !== 0)]);
const TextMap = z.record(z.string(), z.unknown());

export const ServiceList = z.looseObject({
  data: z
    .array(
      z.looseObject({
        serviceName: z.string().min(1),
        p99: LooseNumber,
        avgDuration: LooseNumber,
        numCalls: LooseNumber,
        callRate: LooseNumber,
        numErrors: LooseNumber,
        /** Percent, 0..100. */
        errorRate: LooseNumber,
      }),
    )
    .nullable()
    .transform((rows) => rows ?? []),
  pagination: z.looseObject({ hasMore: z.boolean().optional() }).optional().catch(undefined),
});
export type ServiceList = z.infer<typeof ServiceList>;

/** `scalar` answers of the query builder: a table. */
export const ScalarTable = z.looseObject({
  data: z.looseObject({
    data: z.looseObject({
      results: z
        .array(
          z.looseObject({
            columns: z.array(z.looseObject({ name: z.string(), columnType: z.string() })).nullish(),
            data: z.array(z.array(z.unknown())).nullish(),
          }),
        )
        .nullable()
        .transform((results) => results ?? []),
    }),
  }),
});
export type ScalarTable = z.infer<typeof ScalarTable>;

/** `raw` answers of the query builder: rows of spans or log lines. */
export function rawRows<T extends z.ZodType>(data: T) {
  return z.looseObject({
    data: z.looseObject({
      data: z.looseObject({
        results: z
          .array(z.looseObject({ rows: z.array(z.looseObject({ timestamp: z.unknown(), data })).nullish() }))
          .nullable()
          .transform((results) => results ?? []),
      }),
    }),
  });
}

export const SpanData = z.looseObject({
  trace_id: z.string().min(1),
  span_id: z.string().default(''),
  parent_span_id: z.string().nullish(),
  name: z.string().default(''),
  'service.name': z.string().optional(),
  serviceName: z.string().optional(),
  kind_string: z.string().nullish(),
  duration_nano: LooseNumber.optional(),
  has_error: LooseBoolean.optional(),
  status_message: z.string().nullish(),
  attributes_string: TextMap.optional().catch(undefined),
  resources_string: TextMap.optional().catch(undefined),
});
export type SpanData = z.infer<typeof SpanData>;
export const SpanRows = rawRows(SpanData);

export const LogData = z.looseObject({
  body: z.unknown(),
  severity_text: z.string().nullish(),
  trace_id: z.string().nullish(),
  'service.name': z.string().optional(),
  resources_string: TextMap.optional().catch(undefined),
});
export type LogData = z.infer<typeof LogData>;
export const LogRows = rawRows(LogData);
