import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type Docker from 'dockerode';
import type { Secret } from '../../core/secret.ts';
import { AtlasError } from '../../core/error.ts';

export interface DockerConnection {
  /** docker-gate, e.g. `http://127.0.0.1:2375`; it alone knows the engine. */
  readonly gate_url: string;
  readonly gate_token: Secret;
  readonly timeout_ms: number;
}

/** Loads dockerode and makes a client that sends `headers` beside the token. `version` stays unset: unversioned paths reach every engine. */
export async function openDocker(options: DockerConnection, headers: Readonly<Record<string, string>> = {}): Promise<Docker> {
  const { default: Dockerode } = await import('dockerode');
  const url = new URL(options.gate_url);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new AtlasError('VALIDATION_ERROR', 'docker: the gate is reached by http or https');
  // A name of its own, because the types of dockerode leave `agent` out.
  const connection = {
    protocol: url.protocol === 'https:' ? ('https' as const) : ('http' as const),
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port),
    timeout: options.timeout_ms,
    headers: { ...headers, Authorization: `Bearer ${options.gate_token.reveal()}` },
    // The gate answers one request a connection; a kept one would break just as a restart goes out, its outcome unknown.
    agent: url.protocol === 'https:' ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false }),
  };
  return new Dockerode(connection);
}
