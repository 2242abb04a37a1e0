import { randomUUID } from 'node:crypto';
import { ServiceFailure, WIDE_LANE, type Service, type ServiceParts } from '../service.ts';

export function createService({ flags, random }: ServiceParts): Service {
  return {
    work_ms: [5, 14],
    lane: WIDE_LANE,
    routes: [{
      method: 'POST', path: '/charge',
      handle(exchange) {
        const ratio = flags.value('paymentFailure');
        if (typeof ratio === 'number' && random() < ratio) throw new ServiceFailure('Payment request failed. Invalid token. demo.user_context.loyalty_level=gold');
        const transaction_id = randomUUID();
        exchange.log('INFO', `Transaction ${transaction_id} complete.`);
        return { transaction_id };
      },
    }],
  };
}
