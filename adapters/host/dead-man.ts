import type { Secret } from '../../core/secret.ts';

/** A GET to the outside watcher's address. The address is a secret: it is in no error. */
export function deadManPing(url: Secret, timeout_ms: number): () => Promise<void> {
  return async () => {
    let status: number;
    try {
      const reply = await fetch(url.reveal(), { signal: AbortSignal.timeout(timeout_ms), redirect: 'error' });
      status = reply.status;
    } catch {
      throw new Error('no answer from the dead-man address');
    }
    if (status >= 400) throw new Error(`the dead-man address answered ${status}`);
  };
}
