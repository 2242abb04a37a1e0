import { PRODUCTS } from '../products.ts';
import type { Random } from '../random.ts';

export interface UserRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** The group that Locust counts it in. */
  readonly name: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

/** Weights after the demo's WebsiteUser, with more orders: at some thirty requests a second the order path still gives a number worth judging. */
const TASKS: readonly { readonly weight: number; readonly requests: (random: Random, user: string) => readonly UserRequest[] }[] = [
  { weight: 1, requests: () => [{ method: 'GET', path: '/', name: '/' }] },
  // A product's page asks for its advertisements too.
  { weight: 8, requests: (random) => [{ method: 'GET', path: `/api/products/${productId(random)}`, name: '/api/products/{id}' }, { method: 'GET', path: '/api/data', name: '/api/data' }] },
  { weight: 4, requests: (random) => [{ method: 'GET', path: `/api/recommendations?productIds=${productId(random)}`, name: '/api/recommendations' }] },
  { weight: 3, requests: () => [{ method: 'GET', path: '/api/data', name: '/api/data' }] },
  { weight: 3, requests: (_, user) => [{ method: 'GET', path: `/api/cart?user=${user}&currency=KRW`, name: '/api/cart' }] },
  { weight: 2, requests: (random, user) => [addToCart(random, user)] },
  { weight: 1, requests: () => [{ method: 'GET', path: '/api/currency', name: '/api/currency' }, { method: 'GET', path: '/api/shipping', name: '/api/shipping' }] },
  { weight: 4, requests: (random, user) => [addToCart(random, user), checkout(random, user)] },
  { weight: 1, requests: (random, user) => [addToCart(random, user), addToCart(random, user), checkout(random, user)] },
];

const TOTAL_WEIGHT = TASKS.reduce((sum, task) => sum + task.weight, 0);

/** The requests of one task, picked by weight. */
export function pickTask(random: Random, user: string): readonly UserRequest[] {
  let left = random() * TOTAL_WEIGHT;
  for (const task of TASKS) {
    left -= task.weight;
    if (left < 0) return task.requests(random, user);
  }
  return [];
}

export function homePage(): UserRequest {
  return { method: 'GET', path: '/', name: '/' };
}

function productId(random: Random): string {
  return PRODUCTS[Math.floor(random() * PRODUCTS.length)]?.id ?? 'OLJCESPC7Z';
}

function addToCart(random: Random, user: string): UserRequest {
  return { method: 'POST', path: '/api/cart', name: '/api/cart', body: { user, product_id: productId(random) } };
}

/** One customer in nine lives outside the United States, as in the demo's list of people. */
function checkout(random: Random, user: string): UserRequest {
  return { method: 'POST', path: '/api/checkout', name: '/api/checkout', body: { user, currency: 'USD', country: random() < 1 / 9 ? 'KR' : 'US' } };
}
