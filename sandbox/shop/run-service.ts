import { createCaller } from './call.ts';
import { createFaults } from './faults.ts';
import { watchFlagFile } from './flag-file.ts';
import { createRandom } from './random.ts';
import { createShopServer } from './server.ts';
import { loadService } from './service-loader.ts';
import type { ShopSettings } from './settings.ts';
import { createExporter } from './telemetry/exporter.ts';
import { createTelemetry } from './telemetry/telemetry.ts';

export interface ProcessDoors {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  /** Ends the process at once. */
  readonly exit: (code: number) => void;
}

/** Ends the service in an orderly way: no new connection, running requests get a moment, telemetry is sent. */
export type StopService = () => Promise<void>;

const POLL_MS = 200;
const EXPORT_MS = 200;
const DRAIN_MS = 400;
const CRASH_AFTER_MS = 300;

/** Starts one shop service; resolves when it listens on 127.0.0.1. */
export async function runService(settings: ShopSettings, instance_id: string, doors: ProcessDoors): Promise<StopService> {
  const flags = await watchFlagFile(settings.flag_file, POLL_MS);
  const random = createRandom(settings.seed, settings.service);
  const exporter = createExporter({
    endpoint: settings.otlp_endpoint, every_ms: EXPORT_MS,
    resource: {
      'service.name': settings.service, 'service.namespace': 'opentelemetry-demo', 'service.version': '3.0.0',
      'service.instance.id': instance_id, 'container.name': settings.service, 'deployment.environment': 'sandbox',
    },
  });
  const telemetry = createTelemetry(exporter, doors);
  const faults = createFaults(settings.service, flags, random, {
    onWedge: () => { exporter.silence(); },
    onCrash: () => {
      telemetry.log('FATAL', 'panic: runtime error: invalid memory address or nil pointer dereference');
      void exporter.flush();
      setTimeout(() => { doors.exit(1); }, CRASH_AFTER_MS);
    },
  });
  const caller = createCaller({ self: settings.service, addresses: settings.addresses, telemetry });
  const service = await loadService(settings.service, { flags, random });
  const server = createShopServer({ name: settings.service, service, faults, telemetry, caller, random });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, '127.0.0.1', () => { resolve(); });
  });
  telemetry.log('INFO', `${settings.service} listening on port ${settings.port}`);

  return async () => {
    if (faults.wedged()) return;
    telemetry.log('INFO', `${settings.service} shutting down`);
    await Promise.race([
      new Promise<void>((resolve) => { server.close(() => { resolve(); }); }),
      new Promise<void>((resolve) => { setTimeout(resolve, DRAIN_MS); }),
    ]);
    await exporter.flush();
    exporter.close();
    caller.close();
    flags.close();
  };
}
