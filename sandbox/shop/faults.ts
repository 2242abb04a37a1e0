import type { FlagFile } from './flag-file.ts';
import { between, type Random } from './random.ts';
import type { ServiceName } from './service-name.ts';

/** What goes wrong in this process, as the flag file says now. */
export interface Faults {
  /** True from the moment that the flag turned to this service until the process ends, whatever the flag does later. */
  wedged(): boolean;
  /** Extra time of a request from `caller` (null: a user), in milliseconds. */
  delay_ms(caller: string | null): number;
  /** Whether this request is one of the half that fails. */
  failsNow(): boolean;
}

export interface FaultHooks {
  readonly onWedge: () => void;
  readonly onCrash: () => void;
}

/** Callers give up after 1.5 s (the frontend waits 2.5 s for checkout): slow means slower than its objective, yet answered. */
const SLOW_MS: Readonly<Partial<Record<ServiceName, number>>> = { frontend: 2_500, checkout: 2_000 };
const SLOW_OTHERS_MS = 1_200;
const SLOW_DEPENDENCY_MS = 1_200;
const SLOW_DEPENDENCY_CALLERS: Readonly<Partial<Record<ServiceName, ServiceName>>> = { quote: 'shipping', currency: 'checkout' };
const ERROR_RATIO = 0.5;

export function createFaults(service: ServiceName, flags: FlagFile, random: Random, hooks: FaultHooks): Faults {
  let wedged = false;
  // Edge-triggered: a process that is started while the flag still stands is healthy, which is why a restart mends it.
  let wedgeVariant = flags.variant('sandboxWedged');

  function crashIfTold(): void {
    if (flags.variant('sandboxCrashLoop') === service) hooks.onCrash();
  }

  flags.onChange(() => {
    const variant = flags.variant('sandboxWedged');
    if (variant !== wedgeVariant && variant === service && !wedged) {
      wedged = true;
      hooks.onWedge();
    }
    wedgeVariant = variant;
    crashIfTold();
  });
  crashIfTold();

  return {
    wedged: () => wedged,
    delay_ms(caller) {
      let delay_ms = 0;
      if (flags.variant('sandboxLatency') === service) delay_ms += (SLOW_MS[service] ?? SLOW_OTHERS_MS) * between(random, 0.95, 1.05);
      if (flags.variant('sandboxSlowDependency') === service && caller === SLOW_DEPENDENCY_CALLERS[service]) delay_ms += SLOW_DEPENDENCY_MS;
      return delay_ms;
    },
    failsNow: () => flags.variant('sandboxErrorRate') === service && random() < ERROR_RATIO,
  };
}
