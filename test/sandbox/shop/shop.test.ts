import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startShop, type TestShop } from './start-shop.ts';
import { until } from './until.ts';

let shop: TestShop;
beforeAll(async () => { shop = await startShop(); });
afterAll(async () => { await shop.close(); });

function get(path: string): Promise<Response> {
  return fetch(`${shop.frontend_url}${path}`);
}

function post(path: string, body: object): Promise<Response> {
  return fetch(`${shop.frontend_url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

async function order(user: string): Promise<Response> {
  await post('/api/cart', { user, product_id: '6E92ZMYYFZ' });
  return post('/api/checkout', { user, currency: 'KRW' });
}

/** Runs something with one flag on, and puts the flag back whatever happens. */
async function withFlag(name: string, variant: string, work: () => Promise<void>): Promise<void> {
  await shop.setFlag(name, variant);
  try {
    await work();
  } finally {
    await shop.setFlag(name, 'off');
  }
}

describe('the shop', () => {
  it('places an order along the real edges, in one trace', async () => {
    expect((await order('ann')).status).toBe(200);
    const place = await until('the order on the collector', () => shop.sink.spans.find((span) => span.service === 'checkout' && span.server) ?? null);
    const trace = await until('the whole trace', () => {
      const spans = shop.sink.spans.filter((span) => span.trace_id === place.trace_id);
      return spans.length >= 21 ? spans : null;
    });
    const calls = trace.filter((span) => !span.server && span.service === 'checkout').map((span) => span.attributes['peer.service']);
    expect(calls).toEqual(['cart', 'product-catalog', 'currency', 'shipping', 'currency', 'payment', 'shipping', 'cart', 'email']);
    expect(new Set(trace.filter((span) => span.server).map((span) => span.service)))
      .toEqual(new Set(['frontend', 'checkout', 'cart', 'product-catalog', 'currency', 'shipping', 'quote', 'payment', 'email']));
    const ids = new Set(trace.map((span) => span.span_id));
    expect(trace.filter((span) => span.parent === null || !ids.has(span.parent))).toHaveLength(1);
    expect(trace.some((span) => span.error)).toBe(false);
    expect(place.attributes).toMatchObject({ 'http.route': '/place-order', 'http.status_code': '200' });
    expect(shop.sink.broken).toEqual([]);
  });

  it('fails half of payment, which fails the orders, with error spans and logs that name their trace', async () => {
    await withFlag('sandboxErrorRate', 'payment', async () => {
      const statuses = await Promise.all(Array.from({ length: 40 }, async (_, index) => (await order(`bob-${index}`)).status));
      const failed = statuses.filter((status) => status === 500).length;
      expect(failed).toBeGreaterThan(5);
      expect(failed).toBeLessThan(35);
      const log = await until('an error log', () => shop.sink.logs.find((entry) => entry.severity === 'ERROR' && entry.trace_id !== null) ?? null);
      const errors = await until('its error spans', () => {
        const found = shop.sink.spans.filter((span) => span.trace_id === log.trace_id && span.error).map((span) => `${span.service}/${span.server ? 'server' : 'client'}`);
        return found.length === 5 ? found : null;
      });
      expect(errors.sort()).toEqual(['checkout/client', 'checkout/server', 'frontend/client', 'frontend/server', 'payment/server']);
    });
  });

  it('is poorer, not broken, without advertisements', async () => {
    await withFlag('sandboxErrorRate', 'ad', async () => {
      const before = shop.sink.spans.length;
      const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await get('/api/data')).status));
      expect(new Set(statuses)).toEqual(new Set([200]));
      const span = await until('an error span of the call', () => shop.sink.spans.slice(before).find((seen) => seen.service === 'frontend' && !seen.server && seen.error) ?? null);
      expect(span.attributes['peer.service']).toBe('ad');
      expect(shop.sink.spans.slice(before).filter((seen) => seen.service === 'frontend' && seen.server && seen.error)).toEqual([]);
    });
  });

  it('fails the one product that the targeted flag names', async () => {
    await withFlag('productCatalogFailure', 'on', async () => {
      expect((await get('/api/products/OLJCESPC7Z')).status).toBe(500);
      expect((await get('/api/products/HQTGWGPNH4')).status).toBe(200);
    });
    expect((await get('/api/products/OLJCESPC7Z')).status).toBe(200);
  });

  it('makes a service slow, and a dependency slow for one caller only', async () => {
    await withFlag('sandboxSlowDependency', 'currency', async () => {
      const before = shop.sink.spans.length;
      await get('/api/currency');
      await order('carl');
      const spans = await until('both of currency\'s callers', () => {
        const seen = shop.sink.spans.slice(before).filter((span) => span.service === 'currency');
        return seen.length >= 3 ? seen : null;
      });
      const frontend_ms = spans.find((span) => span.attributes['http.route'] === '/currencies')?.duration_ms ?? Infinity;
      const checkout_ms = spans.find((span) => span.attributes['http.route'] === '/convert')?.duration_ms ?? 0;
      expect(checkout_ms).toBeGreaterThan(1_150);
      expect(frontend_ms).toBeLessThan(checkout_ms);
    });
  });

  it('is refused by payment\'s wrong address while payment itself stays silent', async () => {
    await withFlag('paymentUnreachable', 'on', async () => {
      const before = shop.sink.spans.length;
      expect((await order('dora')).status).toBe(500);
      const span = await until('the failed call', () => shop.sink.spans.slice(before).find((seen) => seen.service === 'checkout' && !seen.server && seen.error) ?? null);
      expect(span.attributes['peer.service']).toBe('payment');
      expect(shop.sink.spans.slice(before).filter((seen) => seen.service === 'payment')).toEqual([]);
    });
  });
});
