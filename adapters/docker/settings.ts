import { z } from 'zod';
import { httpUrl, seconds, secret } from '../../core/config-primitives.ts';

/** docker-gate, never the engine: no agent knows the engine's socket. */
export const dockerSettings = z.strictObject({ gate_url: httpUrl, gate_token: secret, timeout_s: seconds });
