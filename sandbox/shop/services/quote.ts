import { numberField } from '../json-field.ts';
import { WIDE_LANE, type Service } from '../service.ts';

export function createService(): Service {
  return {
    work_ms: [2, 6],
    lane: WIDE_LANE,
    routes: [{ method: 'POST', path: '/getquote', handle: (exchange) => ({ cost_usd: 8.9 * numberField(exchange.body, 'items', 1) }) }],
  };
}
