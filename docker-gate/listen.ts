import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Door {
  readonly url: string;
  readonly port: number;
  /** Takes no more connections, waits up to five seconds for `settled`, then ends the rest. */
  close(settled: () => boolean): Promise<void>;
}

const LONGEST_WAIT_MS = 5_000;

/** Binds the server; rejects when the address is taken or not ours. */
export function listen(server: Server, at: { readonly host: string; readonly port: number }): Promise<Door> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: at.host, port: at.port, exclusive: true }, () => {
      server.off('error', reject);
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : at.port;
      const host = at.host.includes(':') ? `[${at.host}]` : at.host;
      resolve({ url: `http://${host}:${String(port)}`, port, close: (settled) => close(server, settled) });
    });
  });
}

async function close(server: Server, settled: () => boolean): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const give_up_ms = performance.now() + LONGEST_WAIT_MS;
  while (!settled() && performance.now() < give_up_ms) await sleep(20);
  server.closeAllConnections();
  await closed;
}
