import type { Service, ServiceParts } from './service.ts';
import type { ServiceName } from './service-name.ts';

/** Each process loads its own service's file only: a dozen of them start at once. */
const LOADERS: Readonly<Record<ServiceName, () => Promise<{ readonly createService: (parts: ServiceParts) => Service }>>> = {
  ad: () => import('./services/ad.ts'),
  cart: () => import('./services/cart.ts'),
  checkout: () => import('./services/checkout.ts'),
  currency: () => import('./services/currency.ts'),
  email: () => import('./services/email.ts'),
  frontend: () => import('./services/frontend.ts'),
  payment: () => import('./services/payment.ts'),
  'product-catalog': () => import('./services/product-catalog.ts'),
  quote: () => import('./services/quote.ts'),
  recommendation: () => import('./services/recommendation.ts'),
  shipping: () => import('./services/shipping.ts'),
};

export async function loadService(name: ServiceName, parts: ServiceParts): Promise<Service> {
  return (await LOADERS[name]()).createService(parts);
}
