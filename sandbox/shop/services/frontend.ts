import { listField, numberField, textField } from '../json-field.ts';
import { WIDE_LANE, type Exchange, type Service } from '../service.ts';

/** An order makes nine calls in a row: the shop's usual patience would cut off healthy ones under load. */
const CHECKOUT_TIMEOUT_MS = 2_500;

/** The shop's web server. Without recommendations or advertisements a page is poorer, not broken; every other failure is the user's. */
export function createService(): Service {
  return {
    work_ms: [2, 6],
    lane: WIDE_LANE,
    routes: [
      { method: 'GET', path: '/', handle: (exchange) => exchange.call('product-catalog', 'GET', '/products') },
      { method: 'GET', path: '/api/products/{id}', handle: (exchange) => exchange.call('product-catalog', 'GET', `/products/${exchange.params['id']}`) },
      { method: 'GET', path: '/api/currency', handle: (exchange) => exchange.call('currency', 'GET', '/currencies') },
      { method: 'GET', path: '/api/shipping', handle: (exchange) => exchange.call('shipping', 'POST', '/get-quote', { body: { items: 1 } }) },
      { method: 'GET', path: '/api/data', handle: (exchange) => exchange.call('ad', 'GET', '/ads').catch(() => ({ ads: [] })) },
      { method: 'GET', path: '/api/recommendations', handle: recommendations },
      { method: 'GET', path: '/api/cart', handle: viewCart },
      {
        method: 'POST', path: '/api/cart',
        async handle(exchange) {
          const product_id = textField(exchange.body, 'product_id', '');
          await exchange.call('product-catalog', 'GET', `/products/${product_id}`);
          return exchange.call('cart', 'POST', `/cart/${textField(exchange.body, 'user', 'anonymous')}`, { body: { product_id, quantity: 1 } });
        },
      },
      { method: 'POST', path: '/api/checkout', handle: (exchange) => exchange.call('checkout', 'POST', '/place-order', { body: exchange.body, timeout_ms: CHECKOUT_TIMEOUT_MS }) },
    ],
  };
}

async function recommendations(exchange: Exchange): Promise<unknown> {
  try {
    return await exchange.call('recommendation', 'GET', '/recommendations');
  } catch {
    const popular = listField(await exchange.call('product-catalog', 'GET', '/products'), 'products');
    return { product_ids: popular.slice(0, 5).map((product) => textField(product, 'id', '')) };
  }
}

async function viewCart(exchange: Exchange): Promise<unknown> {
  const cart = await exchange.call('cart', 'GET', `/cart/${exchange.query.get('user') ?? 'anonymous'}`);
  const [first] = listField(cart, 'items');
  if (first === undefined) return cart;
  const product = await exchange.call('product-catalog', 'GET', `/products/${textField(first, 'product_id', '')}`);
  const total = await exchange.call('currency', 'POST', '/convert', { body: { amount_usd: numberField(product, 'price_usd', 0), to: exchange.query.get('currency') ?? 'USD' } });
  return { ...(typeof cart === 'object' ? cart : {}), total };
}
