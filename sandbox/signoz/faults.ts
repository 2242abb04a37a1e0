import { z } from 'zod';

const Patch = z.strictObject({
  /** Leaves a request without an answer for that long, then cuts the connection. */
  hang_ms: z.number().min(0).optional(),
  /** Answers correctly, but that much later. */
  delay_ms: z.number().min(0).optional(),
  /** HTTP 401 as plain text, whatever the key. */
  unauthorized: z.boolean().optional(),
  /** A tool result with code RATE_LIMITED. */
  rate_limited: z.boolean().optional(),
  /** Cuts the JSON inside the text block (`true` or `text`), or the HTTP body (`body`). */
  truncate: z.union([z.boolean(), z.enum(['text', 'body'])]).optional(),
  http_500: z.boolean().optional(),
  /** Resets the connection instead of answering. */
  reset: z.boolean().optional(),
  /** Tools answer as if there were no telemetry at all. */
  empty: z.boolean().optional(),
  /** Text that appears inside span status messages and log bodies; null for none. */
  inject_text: z.string().nullable().optional(),
  /** Structured content no longer fits the tool's output schema. */
  break_output: z.boolean().optional(),
  /** `tools/list` answers with a JSON-RPC error. */
  break_tools_list: z.boolean().optional(),
  /** How many requests are hit before the faults above are over; null for as long as they are set. */
  count: z.number().int().min(1).nullable().optional(),
  /** Which JSON-RPC methods are hit. */
  methods: z.array(z.string()).optional(),
  /** Which tools are hit; empty for all. */
  tools: z.array(z.string()).optional(),
  /** `/readyz` and `/healthz` answer 503. Not counted. */
  not_ready: z.boolean().optional(),
  /** Answers are framed as server-sent events. Not counted. */
  sse: z.boolean().optional(),
  /** Sessions are issued and asked for. Not counted. */
  stateful: z.boolean().optional(),
});

/** What goes wrong at present. */
export type Faults = { readonly [K in keyof Required<z.infer<typeof Patch>>]: Exclude<z.infer<typeof Patch>[K], undefined> };

const COUNTED_DEFAULTS = {
  hang_ms: 0,
  delay_ms: 0,
  unauthorized: false,
  rate_limited: false,
  truncate: false,
  http_500: false,
  reset: false,
  empty: false,
  inject_text: null,
  break_output: false,
  break_tools_list: false,
  count: null,
} as const;

const DEFAULTS: Faults = { ...COUNTED_DEFAULTS, methods: ['tools/call'], tools: [], not_ready: false, sse: false, stateful: false };

export interface FaultBox {
  current(): Faults;
  /** Throws for a name or a value that is not known. */
  patch(patch: unknown): void;
  /** The faults that hit this request, used up by one; null when it is spared. */
  take(method: string, tool: string | null): Faults | null;
}

/** Makes a box in which nothing goes wrong yet. */
export function createFaultBox(): FaultBox {
  let faults = DEFAULTS;
  return {
    current: () => faults,
    patch(patch) {
      const given = Object.fromEntries(Object.entries(Patch.parse(patch)).filter(([, value]) => value !== undefined));
      faults = { ...faults, ...given };
    },
    take(method, tool) {
      if (!isActive(faults) || !isHit(faults, method, tool)) return null;
      const hit = faults;
      if (faults.count !== null) faults = faults.count > 1 ? { ...faults, count: faults.count - 1 } : { ...faults, ...COUNTED_DEFAULTS };
      return hit;
    },
  };
}

function isActive(faults: Faults): boolean {
  return (
    faults.hang_ms > 0 ||
    faults.delay_ms > 0 ||
    faults.inject_text !== null ||
    faults.truncate !== false ||
    [faults.unauthorized, faults.rate_limited, faults.http_500, faults.reset, faults.empty, faults.break_output, faults.break_tools_list].includes(true)
  );
}

function isHit(faults: Faults, method: string, tool: string | null): boolean {
  if (method === 'tools/list' && faults.break_tools_list) return true;
  if (!faults.methods.includes(method)) return false;
  return tool === null || faults.tools.length === 0 || faults.tools.includes(tool);
}
