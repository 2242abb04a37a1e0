import { createLeak } from '../memory-leak.ts';
import { WIDE_LANE, type Service, type ServiceParts } from '../service.ts';

/** The demo keeps each mail padded to n times its length; here n maps to what fills the sandbox's limit in seconds to minutes. */
const MAIL_BYTES = 8 * 1024;
const MAIL_LIMIT_BYTES = 8 * 1024 * 1024;

export function createService({ flags }: ServiceParts): Service {
  const leak = createLeak();
  return {
    work_ms: [3, 8],
    lane: WIDE_LANE,
    routes: [{
      method: 'POST', path: '/send_order_confirmation',
      handle(exchange) {
        const times = flags.value('emailMemoryLeak');
        if (typeof times === 'number' && times > 0) leak.grow(Math.min(MAIL_LIMIT_BYTES, MAIL_BYTES * times));
        exchange.log('INFO', `Order confirmation sent, ${leak.held_bytes()} bytes of mail kept`);
        return {};
      },
    }],
  };
}
