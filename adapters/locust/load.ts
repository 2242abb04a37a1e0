import type { AxiosInstance, AxiosRequestConfig } from 'axios';
import type { z } from 'zod';
import { AtlasError } from '../../core/error.ts';
import type { Load } from '../../core/ports.ts';
import { statusFailure, toHttpFailure } from '../http/failure.ts';
import { openHttp } from '../http/http.ts';
import { p95Ms } from './percentile.ts';
import { Command, StatsReply } from './schema.ts';

export interface LocustOptions {
  /** Base address, with its prefix if it has one, e.g. `http://localhost:8080/loadgen/`. */
  readonly url: string;
  readonly timeout_ms: number;
}

/** Load through Locust's web API. Every failure is an AtlasError. */
export function createLocustLoad(options: LocustOptions): Load {
  let http: AxiosInstance | null = null;

  async function ask(what: string, request: AxiosRequestConfig): Promise<unknown> {
    http ??= openHttp({ base_url: options.url, timeout_ms: options.timeout_ms });
    try {
      const { status, data, headers } = await http.request<unknown>(request);
      const failure = statusFailure(status, `locust: ${what}`, headers['retry-after']);
      if (failure !== null) throw failure;
      return data;
    } catch (error) {
      throw toHttpFailure(error, `locust: ${what}`);
    }
  }

  async function command(what: string, request: AxiosRequestConfig): Promise<void> {
    const reply = parsed(Command, await ask(what, request), what, 'ambiguous');
    if (!reply.success) throw new AtlasError('VALIDATION_ERROR', `locust: ${what} was refused: ${shown(reply.message ?? 'no reason given')}`);
  }

  return {
    async start({ users, spawn_per_s }) {
      if (!Number.isSafeInteger(users) || users < 1 || !(spawn_per_s > 0) || !Number.isFinite(spawn_per_s)) {
        throw new AtlasError('VALIDATION_ERROR', 'locust: a load needs at least one user and a rate above 0');
      }
      // Never run_time: its timer outlives /stop and would end a later test.
      const form = new URLSearchParams({ user_count: String(users), spawn_rate: String(spawn_per_s) });
      await command('start', { method: 'POST', url: '/swarm', data: form.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    },

    async stop() {
      await command('stop', { method: 'GET', url: '/stop' });
    },

    async stats() {
      const reply = parsed(StatsReply, await ask('stats', { method: 'GET', url: '/stats/requests' }), 'stats', 'refused');
      return {
        state: reply.state,
        users: reply.user_count,
        requests_per_s: reply.current_rps ?? reply.total_rps ?? 0,
        fail_ratio: reply.fail_ratio,
        latency_p95_ms: p95Ms(reply),
      };
    },

    async reset() {
      await ask('reset', { method: 'GET', url: '/stats/reset' });
    },
  };
}

function parsed<T extends z.ZodType>(schema: T, reply: unknown, what: string, certainty: 'refused' | 'ambiguous'): z.infer<T> {
  const result = schema.safeParse(reply);
  if (result.success) return result.data;
  throw new AtlasError('VALIDATION_ERROR', `locust: the reply of ${what} does not fit at ${result.error.issues[0]?.path.join('.') ?? 'its root'}`, { certainty });
}

function shown(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').toWellFormed().slice(0, 200);
}
