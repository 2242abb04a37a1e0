import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { startDetached } from '../adapters/host/agent-process.ts';
import { PROJECT_ROOT } from './deployment.ts';
import { AGENT_NODE_FLAGS } from './node-flags.ts';

export interface GateProcess {
  readonly url: string;
  readonly token: string;
}

/** A free port on loopback and a random token for a docker-gate of our own. */
export async function reserveGate(): Promise<GateProcess & { readonly port: number }> {
  const port = await freePort();
  return { port, url: `http://127.0.0.1:${port}`, token: randomBytes(24).toString('hex') };
}

/** Starts docker-gate as a process of its own; gives its pid. */
export function startGateProcess(options: {
  readonly engine: string;
  readonly port: number;
  readonly token: string;
  readonly allow: readonly string[];
  readonly stateDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dieWith?: string;
}): number | null {
  const args = ['docker-gate', '--engine', options.engine, '--listen', `127.0.0.1:${options.port}`, '--allow', options.allow.join(','), '--state', options.stateDir];
  if (options.dieWith !== undefined) args.push('--die-with', options.dieWith);
  return startDetached({
    node_flags: AGENT_NODE_FLAGS,
    script: join(PROJECT_ROOT, 'cli', 'atlas.js'),
    args,
    env: { ...options.env, ATLAS_GATE_TOKEN: options.token },
    cwd: PROJECT_ROOT,
    output_file: join(options.stateDir, 'logs', 'docker-gate.out'),
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('no port'));
        else resolve(address.port);
      });
    });
  });
}
