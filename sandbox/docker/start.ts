import type { Server } from 'node:http';
import type { LookAlike } from '../look-alike.ts';
import type { ContainerSpec } from './container-spec.ts';
import { createEngine, type Engine } from './engine.ts';
import { createEngineApi } from './engine-api.ts';
import { EngineFaults, noEngineFaults } from './engine-faults.ts';
import { createEngineWitness } from './engine-witness.ts';
import { exportContainerMetrics } from './metrics-export.ts';

export interface DockerEngineOptions {
  readonly specs: readonly ContainerSpec[];
  /** Where the engine listens, as a socket path of at most 100 bytes. */
  readonly socket: string;
  /** Also listens on 127.0.0.1 at this port (0: any). */
  readonly tcp_port?: number;
  /** Base address of an OTLP collector that gets the containers' CPU and memory. */
  readonly collector_url?: string;
}

export type DockerEngine = LookAlike & { readonly engine: Engine; readonly tcp_url: string | null };

/** Starts all containers and the engine's API; resolves when every container's server listens. */
export async function startDockerEngine(options: DockerEngineOptions): Promise<DockerEngine> {
  const witness = createEngineWitness();
  const faults = noEngineFaults();
  const engine = createEngine(options.specs, Date.now);
  const servers: Server[] = [];
  const stopMetrics = options.collector_url === undefined ? null : exportContainerMetrics(engine, options.collector_url);

  async function close(): Promise<void> {
    stopMetrics?.();
    await Promise.all([engine.close(), ...servers.map(closeServer)]);
  }

  let tcp_url: string | null = null;
  try {
    servers.push(await listen(createEngineApi({ engine, witness, faults, now: Date.now }), { path: options.socket }));
    if (options.tcp_port !== undefined) {
      const tcp = await listen(createEngineApi({ engine, witness, faults, now: Date.now }), { host: '127.0.0.1', port: options.tcp_port });
      servers.push(tcp);
      const address = tcp.address();
      tcp_url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : null;
    }
    await engine.startAll();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    name: 'docker',
    url: `unix://${options.socket}`,
    tcp_url,
    engine,
    snapshot: () => ({
      containers: engine.containers.map((container) => ({ id: container.id, name: container.spec.name, port: container.spec.port, ...container.state(), health: container.health.status() })),
      restarts: witness.restarts,
      events: engine.events(),
      ooms: engine.events().filter((event) => event.action === 'oom'),
      refused: witness.refused,
      requests: witness.requests,
      faults,
    }),
    setFaults(patch) { Object.assign(faults, EngineFaults.partial().parse(patch)); },
    close,
  };
}

function listen(server: Server, where: { readonly path: string } | { readonly host: string; readonly port: number }): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => { resolve(server); });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => { resolve(); });
    server.closeAllConnections();
  });
}
