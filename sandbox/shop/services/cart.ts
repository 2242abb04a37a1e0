import { textField, numberField } from '../json-field.ts';
import { ServiceFailure, WIDE_LANE, type Service, type ServiceParts } from '../service.ts';

interface Item { readonly product_id: string; readonly quantity: number }

const CARTS_KEPT = 2_000;
const STORE_RETRY_MS = 300;

export function createService({ flags, random }: ServiceParts): Service {
  const carts = new Map<string, readonly Item[]>();
  return {
    work_ms: [3, 9],
    lane: WIDE_LANE,
    healthy: () => flags.value('failedReadinessProbe') !== true,
    routes: [
      { method: 'GET', path: '/cart/{user}', handle: (exchange) => ({ items: carts.get(exchange.params['user'] ?? '') ?? [] }) },
      {
        method: 'POST', path: '/cart/{user}',
        handle(exchange) {
          const user = exchange.params['user'] ?? '';
          const item = { product_id: textField(exchange.body, 'product_id', ''), quantity: numberField(exchange.body, 'quantity', 1) };
          const items = [...(carts.get(user) ?? []), item].slice(-10);
          carts.delete(user);
          carts.set(user, items);
          const [oldest] = carts.keys();
          if (carts.size > CARTS_KEPT && oldest !== undefined) carts.delete(oldest);
          return { items };
        },
      },
      {
        method: 'DELETE', path: '/cart/{user}',
        async handle(exchange) {
          const ratio = flags.value('cartFailure');
          if (typeof ratio === 'number' && random() < ratio) {
            await new Promise((resolve) => setTimeout(resolve, STORE_RETRY_MS));
            throw new ServiceFailure("Can't access cart storage. FAILED_PRECONDITION: badhost:1234");
          }
          carts.delete(exchange.params['user'] ?? '');
          return {};
        },
      },
    ],
  };
}
