import { isDeepStrictEqual } from 'node:util';
import type { AxiosInstance, AxiosRequestConfig } from 'axios';
import { z } from 'zod';
import { AtlasError } from '../../core/error.ts';
import type { Clock, Flags } from '../../core/ports.ts';
import { statusFailure, toHttpFailure } from '../http/failure.ts';
import { currentVariant, triggeringContext, withVariant } from './flag-variant.ts';
import { openHttp } from '../http/http.ts';
import { Evaluation, FlagFile } from './schema.ts';
import type { Flag } from './schema.ts';

export interface FlagdOptions {
  /** flagd-ui, e.g. `http://localhost:8080/feature`. */
  readonly ui_url: string;
  /** flagd's OFREP port, e.g. `http://flagd:8016`. */
  readonly ofrep_url: string;
  /** How long a written variant may take until evaluation gives it. */
  readonly settle_ms: number;
  readonly poll_ms?: number;
  /** For one request. */
  readonly timeout_ms: number;
  readonly clock: Clock;
}

const SCHEMA = 'https://flagd.dev/schema/v0/flags.json';
const DEFAULT_POLL_MS = 500;
const EVALUATIONS_AT_ONCE = 25;
/** A write is answered `{}` whatever becomes of it. */
const WriteReply = z.unknown();

/**
 * Flags of flagd: changed through flagd-ui, believed only when OFREP gives them. The write replaces the whole file and
 * is answered before it happens, so `set` compares all the other flags afterwards. Every failure is an AtlasError.
 */
export function createFlagdFlags(options: FlagdOptions): Flags {
  const clients = new Map<string, AxiosInstance>();

  async function ask<T extends z.ZodType>(schema: T, base_url: string, what: string, request: AxiosRequestConfig): Promise<z.infer<T>> {
    const http = clients.get(base_url) ?? openHttp({ base_url, timeout_ms: options.timeout_ms });
    clients.set(base_url, http);
    try {
      const { status, data, headers } = await http.request<unknown>(request);
      const failure = statusFailure(status, `flagd: ${what}`, headers['retry-after']);
      if (failure !== null) throw failure;
      const parsed = schema.safeParse(data);
      if (parsed.success) return parsed.data;
      throw new AtlasError('VALIDATION_ERROR', `flagd: the reply of ${what} does not fit at ${parsed.error.issues[0]?.path.join('.') ?? 'its root'}`);
    } catch (error) {
      throw toHttpFailure(error, `flagd: ${what}`);
    }
  }

  const readFile = (): Promise<FlagFile> => ask(FlagFile, options.ui_url, 'read', { method: 'GET', url: '/api/read' });

  async function evaluated(name: string, flag: Flag): Promise<string | null> {
    const context = triggeringContext(flag);
    const reply = await ask(Evaluation, options.ofrep_url, 'evaluate', {
      method: 'POST',
      url: `/ofrep/v1/evaluate/flags/${encodeURIComponent(name)}`,
      data: Object.keys(context).length === 0 ? {} : { context },
    });
    return reply.variant ?? null;
  }

  async function untilEvaluated(name: string, variant: string, flag: Flag): Promise<void> {
    const give_up_at = options.clock.monotonic_ms() + options.settle_ms;
    let seen: string | null = null;
    for (;;) {
      try {
        seen = await evaluated(name, flag);
        if (seen === variant) return;
      } catch (error) {
        // flagd may be reading a half-written file just now; the time limit below decides.
        if (!(error instanceof AtlasError) || !error.retryable) throw unsure(error);
      }
      if (options.clock.monotonic_ms() >= give_up_at) break;
      await options.clock.sleep(options.poll_ms ?? DEFAULT_POLL_MS);
    }
    throw new AtlasError('UPSTREAM_TIMEOUT', `flagd: ${name} does not evaluate to ${variant} after ${options.settle_ms} ms`, {
      retryable: true,
      certainty: 'ambiguous',
      details: { flag: name, wanted: variant, seen },
    });
  }

  return {
    async read() {
      const { flags } = await readFile();
      return Object.entries(flags).map(([name, flag]) => ({ name, variant: currentVariant(flag), variants: Object.keys(flag.variants) }));
    },

    async evaluate(count) {
      const flags = Object.entries((await readFile()).flags);
      if (flags.length === 0) return 0;
      let answered = 0;
      for (let n = 0; n < count; n += EVALUATIONS_AT_ONCE) {
        const batch = Array.from({ length: Math.min(EVALUATIONS_AT_ONCE, count - n) }, (_, offset) => flags[(n + offset) % flags.length]);
        const results = await Promise.allSettled(batch.flatMap((entry) => (entry === undefined ? [] : [evaluated(...entry)])));
        answered += results.filter((result) => result.status === 'fulfilled').length;
      }
      return answered;
    },

    async set(name, variant) {
      const before = await readFile();
      const flag = Object.hasOwn(before.flags, name) ? before.flags[name] : undefined;
      if (flag === undefined) throw new AtlasError('VALIDATION_ERROR', `flagd: there is no flag ${name}`);
      if (!Object.hasOwn(flag.variants, variant)) {
        throw new AtlasError('VALIDATION_ERROR', `flagd: ${name} has no variant ${variant}`, { details: { flag: name, variants: Object.keys(flag.variants) } });
      }
      const changed = withVariant(flag, variant);
      if (currentVariant(flag) !== variant) {
        const data = { $schema: SCHEMA, ...before, flags: { ...before.flags, [name]: changed } };
        await ask(WriteReply, options.ui_url, 'write', { method: 'POST', url: '/api/write', data: { data } });
      }
      await untilEvaluated(name, variant, changed);
      const after = await readFile().catch((error: unknown) => {
        throw unsure(error);
      });
      const lost = differences(before, after, name);
      if (lost.length > 0) throw new AtlasError('CONFLICT', 'flagd: somebody changed other flags at the same time', { certainty: 'ambiguous', details: { flags: lost } });
    },
  };
}

/** Names of the other flags that are not as they were: our write undid theirs, or theirs ours. */
function differences(before: FlagFile, after: FlagFile, changed: string): readonly string[] {
  const names = new Set([...Object.keys(before.flags), ...Object.keys(after.flags)]);
  return [...names].filter((name) => name !== changed && !isDeepStrictEqual(before.flags[name], after.flags[name]));
}

/** What failed after the write: that it was refused is no longer certain. */
function unsure(thrown: unknown): unknown {
  if (!(thrown instanceof AtlasError)) return thrown;
  return new AtlasError(thrown.error_code, thrown.message, { retryable: thrown.retryable, details: thrown.details, certainty: 'ambiguous' });
}
