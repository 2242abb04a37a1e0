/** The shop's services: names as the OpenTelemetry Demo has them, in the order in which they are started. */
export const SERVICE_NAMES = [
  'product-catalog', 'currency', 'cart', 'quote', 'payment', 'email', 'ad', 'shipping', 'recommendation', 'checkout', 'frontend',
] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Who calls whom over HTTP; a process gets the addresses of its callees and of nobody else. */
export const CALLEES: Readonly<Record<ServiceName, readonly ServiceName[]>> = {
  frontend: ['ad', 'cart', 'checkout', 'currency', 'product-catalog', 'recommendation', 'shipping'],
  checkout: ['cart', 'currency', 'email', 'payment', 'product-catalog', 'shipping'],
  recommendation: ['product-catalog'],
  shipping: ['quote'],
  'product-catalog': [], currency: [], cart: [], quote: [], payment: [], email: [], ad: [],
};

export function isServiceName(value: string): value is ServiceName {
  return SERVICE_NAMES.some((name) => name === value);
}

/** The environment variable that holds `host:port` of a service, e.g. `PRODUCT_CATALOG_ADDR`. */
export function addressVariable(service: ServiceName): string {
  return `${service.toUpperCase().replaceAll('-', '_')}_ADDR`;
}
