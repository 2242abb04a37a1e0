import type Docker from 'dockerode';
import type { z } from 'zod';
import type { ContainerState } from '../../core/container.ts';
import { AtlasError } from '../../core/error.ts';
import type { Containers } from '../../core/ports.ts';
import { openDocker } from './client.ts';
import type { DockerConnection } from './client.ts';
import { logLines } from './demultiplex.ts';
import { toDockerFailure } from './failure.ts';
import { ContainerList, Inspected, Stats } from './schema.ts';
import { toContainerState, toContainerStats } from './to-state.ts';
import { cleanText } from '../../core/untrusted-text.ts';

const FENCE_HEADER = 'X-Atlas-Fence';
const MAX_TAIL = 5000;
const MAX_LINE_CHARS = 4096;

/** Containers by way of docker-gate, which serves allow-listed ones only. Every failure is an AtlasError. */
export function createDockerContainers(options: DockerConnection): Containers {
  let opened: Promise<Docker> | null = null;
  const docker = (): Promise<Docker> => (opened ??= openDocker(options));

  async function run<T>(what: string, call: (signal: AbortSignal) => Promise<T>, timeout_ms = options.timeout_ms): Promise<T> {
    try {
      return await call(AbortSignal.timeout(timeout_ms));
    } catch (error) {
      throw toDockerFailure(error, what);
    }
  }

  async function inspect(name: string): Promise<ContainerState> {
    const reply = await run('inspect', async (abortSignal) => (await docker()).getContainer(checkedName(name)).inspect({ abortSignal }));
    return toContainerState(parsed(Inspected, reply, 'inspect'));
  }

  return {
    inspect,

    async list() {
      const reply = await run('list', async (abortSignal) => (await docker()).listContainers({ all: true, abortSignal }));
      const listed = parsed(ContainerList, reply, 'list');
      const states = await Promise.all(listed.map((container) => inspect(container.Id).catch(unlessGone)));
      return states.filter((state) => state !== null);
    },

    async logs(name, tail) {
      const lines = Math.min(MAX_TAIL, Math.max(1, Math.trunc(tail)));
      const reply: unknown = await run('logs', async (abortSignal) =>
        (await docker()).getContainer(checkedName(name)).logs({ stdout: true, stderr: true, tail: lines, follow: false, abortSignal }),
      );
      // dockerode parses whatever looks like JSON, also the single line of a container with a terminal.
      const bytes = Buffer.isBuffer(reply) ? reply : Buffer.from(typeof reply === 'string' ? reply : JSON.stringify(reply));
      return logLines(bytes).slice(-lines).map((line) => cleanText(line, { lines: 'join', max_chars: MAX_LINE_CHARS }));
    },

    async stats(name) {
      // Without one-shot the engine waits for a second sample, so that there is a CPU share: 1 to 2 s.
      const reply: unknown = await run('stats', async (abortSignal) => {
        const query = { stream: false as const, abortSignal };
        return (await docker()).getContainer(checkedName(name)).stats(query);
      });
      return toContainerStats(parsed(Stats, reply, 'stats'));
    },

    async restart(id, { fence, timeout_s }) {
      if (!/^[0-9a-f]{64}$/.test(id)) throw new AtlasError('VALIDATION_ERROR', 'docker: a restart names the full container id');
      if (!Number.isSafeInteger(fence) || fence < 1) throw new AtlasError('VALIDATION_ERROR', 'docker: a restart carries a fencing token');
      const t = Math.min(300, Math.max(0, Math.trunc(timeout_s)));
      // The headers belong to a client, so each restart has one of its own. The engine answers after stopping (t) and starting.
      const patience_ms = options.timeout_ms + t * 1000;
      const fenced = await openDocker({ ...options, timeout_ms: patience_ms }, { [FENCE_HEADER]: String(fence) });
      await run('restart', (abortSignal) => fenced.getContainer(id).restart({ t, abortSignal }), patience_ms);
    },
  };
}

/** dockerode puts the name into the path as it is. */
function checkedName(name: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/.test(name)) throw new AtlasError('VALIDATION_ERROR', 'docker: not the name or id of a container');
  return name;
}

function parsed<T extends z.ZodType>(schema: T, reply: unknown, what: string): z.infer<T> {
  const result = schema.safeParse(reply);
  if (result.success) return result.data;
  throw new AtlasError('VALIDATION_ERROR', `docker: the reply of ${what} does not fit at ${result.error.issues[0]?.path.join('.') ?? 'its root'}`);
}

/** A container may vanish between being listed and being looked at. */
function unlessGone(error: unknown): null {
  if (error instanceof AtlasError && error.details['status'] === 404) return null;
  throw error;
}
