import { textField, numberField } from '../json-field.ts';
import { WIDE_LANE, type Service } from '../service.ts';

const PER_USD: Readonly<Record<string, number>> = { USD: 1, EUR: 0.92, KRW: 1_380, JPY: 151, CHF: 0.88 };

export function createService(): Service {
  return {
    work_ms: [2, 5],
    lane: WIDE_LANE,
    routes: [
      { method: 'GET', path: '/currencies', handle: () => ({ codes: Object.keys(PER_USD) }) },
      {
        method: 'POST', path: '/convert',
        handle(exchange) {
          const to = textField(exchange.body, 'to', 'USD');
          exchange.set({ 'demo.exchange.to': to });
          return { amount: numberField(exchange.body, 'amount_usd', 0) * (PER_USD[to] ?? 1), code: to };
        },
      },
    ],
  };
}
