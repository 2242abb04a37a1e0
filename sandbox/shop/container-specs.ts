import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { ContainerSpec } from '../docker/container-spec.ts';
import { addressVariable, CALLEES, SERVICE_NAMES, type ServiceName } from './service-name.ts';

export interface ShopOptions {
  readonly flag_file: string;
  readonly otlp_endpoint: string | null;
  readonly seed: number;
  /** Users of the load generator from its start on. */
  readonly users: number;
  /** One port a service in the order of SERVICE_NAMES, then the load generator's. */
  readonly ports: readonly number[];
  /** Compiled code is kept there, so that a restart is quick. */
  readonly compile_cache: string;
}

/** The shop's containers, the load generator last. */
export interface ShopSpecs {
  readonly specs: readonly ContainerSpec[];
  readonly frontend_url: string;
  readonly locust_url: string;
}

export const SHOP_PORTS = SERVICE_NAMES.length + 1;

const MIB = 1024 * 1024;
/** Node.js alone takes some 60 to 80 MiB: the demo's own limits (20 MiB for a Go service) can't be kept. */
const SERVICE_MEMORY_BYTES = 200 * MIB;
const LOAD_GENERATOR_MEMORY_BYTES = 512 * MIB;
const NODE_FLAGS = ['--max-semi-space-size=2', '--disable-warning=ExperimentalWarning'] as const;

export function shopContainerSpecs(options: ShopOptions): ShopSpecs {
  const portOf = (index: number): number => {
    const port = options.ports[index];
    if (port === undefined) throw new Error(`the shop needs ${SHOP_PORTS} ports`);
    return port;
  };
  const address = (service: ServiceName): string => `127.0.0.1:${portOf(SERVICE_NAMES.indexOf(service))}`;
  const frontend_url = `http://${address('frontend')}`;
  const common = { SEED: String(options.seed), FLAGD_FILE: options.flag_file, NODE_COMPILE_CACHE: options.compile_cache };
  const services = SERVICE_NAMES.map((service, index) => container(service, './main.ts', portOf(index), SERVICE_MEMORY_BYTES, {
    ...common,
    SERVICE_NAME: service,
    ...(options.otlp_endpoint === null ? {} : { OTEL_EXPORTER_OTLP_ENDPOINT: options.otlp_endpoint }),
    ...Object.fromEntries(CALLEES[service].map((callee) => [addressVariable(callee), address(callee)])),
    // Not used by anything: environments of real containers hold secrets, and whoever lets one out must be caught here.
    SANDBOX_DATABASE_PASSWORD: randomBytes(12).toString('hex'),
  }));
  const locustPort = portOf(SERVICE_NAMES.length);
  const load = container('load-generator', './load/main.ts', locustPort, LOAD_GENERATOR_MEMORY_BYTES, {
    ...common, LOCUST_HOST: frontend_url, LOCUST_USERS: String(options.users),
  });
  return { specs: [...services, load], frontend_url, locust_url: `http://127.0.0.1:${locustPort}` };
}

function container(name: string, entry: string, port: number, memory_limit_bytes: number, env: Readonly<Record<string, string>>): ContainerSpec {
  return {
    name,
    image: `ghcr.io/open-telemetry/demo:3.0.0-${name}`,
    command: [process.execPath, ...NODE_FLAGS, fileURLToPath(new URL(entry, import.meta.url))],
    env: { ...env, PORT: String(port) },
    port,
    memory_limit_bytes,
    start_last: name === 'load-generator',
    labels: {
      'com.docker.compose.project': 'opentelemetry-demo',
      'com.docker.compose.service': name,
      'com.docker.compose.container-number': '1',
      'com.docker.compose.oneoff': 'False',
    },
  };
}
