import { createBusyLoop } from '../busy-loop.ts';
import { ServiceFailure, WIDE_LANE, type Service, type ServiceParts } from '../service.ts';

const FAILURE_RATIO = 0.1;
const GC_PAUSE_MS = 300;

export function createService({ flags, random }: ServiceParts): Service {
  const busy = createBusyLoop();
  return {
    work_ms: [2, 8],
    lane: WIDE_LANE,
    routes: [{
      method: 'GET', path: '/ads',
      async handle(exchange) {
        // As in the demo the load starts and stops with the next request, not with the flag.
        const highCpu = flags.value('adHighCpu') === true;
        if (highCpu) exchange.log('WARN', 'High CPU-Load problempattern enabled');
        busy.set(highCpu);
        if (flags.value('adManualGc') === true) {
          exchange.log('INFO', 'performing a manual gc now');
          await new Promise((resolve) => setTimeout(resolve, GC_PAUSE_MS));
        }
        if (flags.value('adFailure') === true && random() < FAILURE_RATIO) throw new ServiceFailure('GetAds Failed with status UNAVAILABLE', 503);
        return { ads: [{ text: 'Roof Binoculars for sale. 50% off.', redirect: '/product/2ZYFJ3GM2N' }] };
      },
    }],
  };
}
