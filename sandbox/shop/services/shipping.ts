import { numberField, textField } from '../json-field.ts';
import { WIDE_LANE, type Service, type ServiceParts } from '../service.ts';

export function createService({ flags }: ServiceParts): Service {
  return {
    work_ms: [3, 8],
    lane: WIDE_LANE,
    routes: [
      { method: 'POST', path: '/get-quote', handle: (exchange) => exchange.call('quote', 'POST', '/getquote', { body: { items: numberField(exchange.body, 'items', 1) } }) },
      {
        method: 'POST', path: '/ship-order',
        async handle(exchange) {
          const slowdown_s = flags.value('intlShippingSlowdown');
          if (typeof slowdown_s === 'number' && slowdown_s > 0 && textField(exchange.body, 'country', 'US') !== 'US') {
            exchange.log('INFO', 'Delaying international shipment due to intlShippingSlowdown feature flag');
            await new Promise((resolve) => setTimeout(resolve, slowdown_s * 1_000));
          }
          return { tracking_id: textField(exchange.body, 'order_id', '').slice(0, 8) };
        },
      },
    ],
  };
}
