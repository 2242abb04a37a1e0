import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startShop, type TestShop } from './start-shop.ts';
import { until } from './until.ts';

let shop: TestShop;
beforeAll(async () => { shop = await startShop(); });
afterAll(async () => { await shop.close(); });

const inspect = (name: string) => shop.docker.getContainer(name).inspect();
const cart = (): Promise<Response> => fetch(`${shop.frontend_url}/api/cart?user=eve`);

describe('faults that a restart mends, and those that it does not', () => {
  it('wedges cart at the flag\'s edge; only a restart makes it answer, whatever the flag says', async () => {
    expect((await cart()).status).toBe(200);
    const before = await inspect('cart');
    await shop.setFlag('sandboxWedged', 'cart');
    await until('no answer from cart', async () => ((await cart()).status === 500 ? true : null));
    const span = await until('the call that waited in vain', () => shop.sink.spans.find((seen) => seen.service === 'frontend' && !seen.server && seen.error) ?? null);
    expect(span.attributes['peer.service']).toBe('cart');
    expect(span.duration_ms).toBeGreaterThan(1_400);
    await shop.setFlag('sandboxWedged', 'off');
    expect((await cart()).status).toBe(500);

    await shop.setFlag('sandboxWedged', 'payment');
    await shop.setFlag('sandboxWedged', 'cart');
    await shop.docker.getContainer('cart').restart({ t: 5 });
    const after = await inspect('cart');
    expect(after.Id).toBe(before.Id);
    expect(after.State.Pid).not.toBe(before.State.Pid);
    expect(Date.parse(after.State.StartedAt)).toBeGreaterThan(Date.parse(before.State.StartedAt));
    expect(after.RestartCount).toBe(0);
    expect((await cart()).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect((await cart()).status).toBe(200);
    await shop.docker.getContainer('payment').restart({ t: 5 });
    await shop.setFlag('sandboxWedged', 'off');
  });

  it('is seen as unhealthy while it is wedged', async () => {
    await shop.setFlag('sandboxWedged', 'shipping');
    await until('unhealthy', async () => ((await inspect('shipping')).State.Health?.Status === 'unhealthy' ? true : null));
    await shop.docker.getContainer('shipping').restart({ t: 5 });
    await until('healthy', async () => ((await inspect('shipping')).State.Health?.Status === 'healthy' ? true : null));
    await shop.setFlag('sandboxWedged', 'off');
  });

  it('leaks until the engine kills it for its memory and starts it again', async () => {
    const before = await inspect('recommendation');
    await shop.setFlag('recommendationCacheFailure', 'on');
    const oom = await until('an out-of-memory kill', async () => {
      await fetch(`${shop.frontend_url}/api/recommendations`);
      return shop.engine.engine.events().find((event) => event.action === 'oom') ?? null;
    });
    expect(oom.container).toBe('recommendation');
    await shop.setFlag('recommendationCacheFailure', 'off');
    const after = await until('its new process', async () => {
      const seen = await inspect('recommendation');
      return seen.State.Running && seen.RestartCount === 1 ? seen : null;
    });
    expect(after.State.OOMKilled).toBe(false);
    expect(after.State.Pid).not.toBe(before.State.Pid);
    expect(shop.engine.engine.events().find((event) => event.action === 'die' && event.container === 'recommendation')).toMatchObject({ exit_code: 137 });
  });

  it('crashes in a loop while the flag is on, and recovers by itself afterwards', async () => {
    await shop.setFlag('sandboxCrashLoop', 'email');
    await until('three restarts', async () => ((await inspect('email')).RestartCount >= 3 ? true : null));
    const logs = await shop.docker.getContainer('email').logs({ stdout: false, stderr: true, tail: 5, follow: false });
    expect(logs.toString()).toContain('panic: ');
    await shop.setFlag('sandboxCrashLoop', 'off');
    await until('email healthy', async () => ((await inspect('email')).State.Health?.Status === 'healthy' ? true : null));
  });
});
