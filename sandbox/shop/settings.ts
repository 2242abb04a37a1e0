import { addressVariable, CALLEES, isServiceName, type ServiceName } from './service-name.ts';

export interface ShopSettings {
  readonly service: ServiceName;
  readonly port: number;
  readonly flag_file: string;
  /** Base of the OTLP/HTTP endpoint, or null: then telemetry is dropped. */
  readonly otlp_endpoint: string | null;
  readonly seed: number;
  readonly addresses: Readonly<Partial<Record<ServiceName, string>>>;
}

/** Reads one process's environment; throws naming the variable that is missing or wrong. */
export function readShopSettings(env: Readonly<Record<string, string | undefined>>): ShopSettings {
  const service = required(env, 'SERVICE_NAME');
  if (!isServiceName(service)) throw new Error(`SERVICE_NAME: no service is called ${service}`);
  const addresses: Partial<Record<ServiceName, string>> = {};
  for (const callee of CALLEES[service]) addresses[callee] = required(env, addressVariable(callee));
  return {
    service,
    port: wholeNumber(env, 'PORT'),
    flag_file: required(env, 'FLAGD_FILE'),
    otlp_endpoint: env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? null,
    seed: env['SEED'] === undefined ? 1 : wholeNumber(env, 'SEED'),
    addresses,
  };
}

export function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

export function wholeNumber(env: Readonly<Record<string, string | undefined>>, name: string): number {
  const value = Number(required(env, name));
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${name}: expected a whole number`);
  return value;
}
