import { createServer, type Server } from 'node:net';

/** Below the range from which systems hand out ports of their own: a service keeps its port over restarts, and nobody must get it in between. */
const LOWEST = 20_000;
const HIGHEST = 31_000;
const TRIES = 50;

/** A block of `count` neighbouring free ports of 127.0.0.1, at `base` or (null) at a random place; throws when there is none. */
export async function findFreePorts(count: number, base: number | null): Promise<readonly number[]> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const first = base ?? LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST - count));
    const ports = Array.from({ length: count }, (_, index) => first + index);
    if (await allFree(ports)) return ports;
    if (base !== null) throw new Error(`ports ${first} to ${first + count - 1}: at least one is in use`);
  }
  throw new Error(`no ${count} neighbouring free ports between ${LOWEST} and ${HIGHEST}`);
}

async function allFree(ports: readonly number[]): Promise<boolean> {
  const results = await Promise.all(ports.map(hold));
  await Promise.all(results.map((server) => server === null ? Promise.resolve() : new Promise((resolve) => { server.close(resolve); })));
  return results.every((server) => server !== null);
}

function hold(port: number): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => { resolve(null); });
    server.listen(port, '127.0.0.1', () => { resolve(server); });
  });
}
