import { AtlasError } from '../core/error.ts';

/** Runs `work` for at most `timeout_ms`; then it is told to stop by its signal, and UPSTREAM_TIMEOUT (ambiguous, retryable) is thrown at once. */
export async function withDeadline<T>(timeout_ms: number, what: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new AtlasError('UPSTREAM_TIMEOUT', `${what}: no answer within ${timeout_ms} ms`, { retryable: true, certainty: 'ambiguous' });
      reject(error);
      stop.abort(error);
    }, timeout_ms);
  });
  try {
    return await Promise.race([work(stop.signal), overdue]);
  } finally {
    clearTimeout(timer);
  }
}
