import { createServer } from 'node:http';

/** A port on loopback on which certainly nobody listens: it was free a moment ago. (Port 1 and its like are refused by fetch itself.) */
export function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
