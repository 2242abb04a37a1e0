import { randomUUID } from 'node:crypto';
import { listField, numberField, textField } from '../json-field.ts';
import { ServiceFailure, WIDE_LANE, type Exchange, type Service, type ServiceParts } from '../service.ts';

/** Nobody listens there: what `paymentUnreachable` dials instead of payment. */
const BAD_ADDRESS = '127.0.0.1:1';

export function createService({ flags }: ServiceParts): Service {
  return {
    work_ms: [4, 10],
    lane: WIDE_LANE,
    routes: [{ method: 'POST', path: '/place-order', handle: (exchange) => placeOrder(exchange, flags.value('paymentUnreachable') === true) }],
  };
}

/** The demo's order: what comes before the charge and the shipment must succeed; emptying the cart and the mail may fail. */
async function placeOrder(exchange: Exchange, paymentUnreachable: boolean): Promise<unknown> {
  const order_id = randomUUID();
  const user = textField(exchange.body, 'user', 'anonymous');
  const currency = textField(exchange.body, 'currency', 'USD');
  const country = textField(exchange.body, 'country', 'US');
  exchange.set({ 'demo.order.id': order_id, 'demo.order.country': country });

  const items = listField(await step('cart failure', exchange.call('cart', 'GET', `/cart/${user}`)), 'items');
  const [first] = items;
  if (first === undefined) throw new ServiceFailure('cart is empty', 400);
  const product = await step('failed to get product', exchange.call('product-catalog', 'GET', `/products/${textField(first, 'product_id', '')}`));
  const amount_usd = numberField(product, 'price_usd', 0) * items.length;
  const price = await step('failed to convert price', exchange.call('currency', 'POST', '/convert', { body: { amount_usd, to: currency } }));
  const quote = await step('shipping quote failure', exchange.call('shipping', 'POST', '/get-quote', { body: { items: items.length } }));
  await step('failed to convert shipping cost', exchange.call('currency', 'POST', '/convert', { body: { amount_usd: numberField(quote, 'cost_usd', 0), to: currency } }));
  const dialled = paymentUnreachable ? { address: BAD_ADDRESS } : {};
  await step('failed to charge card: could not charge the card', exchange.call('payment', 'POST', '/charge', { body: { amount: numberField(price, 'amount', 0), currency }, ...dialled }));
  await step('shipping error', exchange.call('shipping', 'POST', '/ship-order', { body: { order_id, country } }));
  await exchange.call('cart', 'DELETE', `/cart/${user}`).catch(() => null);
  await exchange.call('email', 'POST', '/send_order_confirmation', { body: { order_id } }).catch((error: unknown) => {
    exchange.log('WARN', `failed to send order confirmation: ${error instanceof Error ? error.message : String(error)}`);
  });
  exchange.log('INFO', `order placed ${order_id}`, { 'demo.order.id': order_id });
  return { order_id };
}

async function step<T>(what: string, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw new ServiceFailure(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
