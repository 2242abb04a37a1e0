import type { GatePolicy } from './policy.ts';

/** Permission for one call. Exactly one of the three must be told afterwards. */
export interface Passage {
  succeeded(): void;
  failed(): void;
  /** It was not made after all. */
  unused(): void;
}

export type BreakerAnswer = { readonly open: false; readonly passage: Passage } | { readonly open: true; readonly retry_in_ms: number };

/** One circuit breaker for each system, in this process's memory: another process finds out for itself. */
export interface Breakers {
  enter(system: string): BreakerAnswer;
}

interface Circuit {
  failures: number;
  /** Monotonic milliseconds until which nothing passes; null while closed. */
  open_until_ms: number | null;
  probing: boolean;
}

/**
 * After `failures` failures in a row nothing passes for `open_s`; then one call at a time is let through as a probe, and its outcome
 * closes the circuit or opens it again. `onChange` is told when a system's circuit opens or closes.
 */
export function createBreakers(
  policy: GatePolicy['breaker'],
  monotonic_ms: () => number,
  onChange: (system: string, state: 'opened' | 'closed') => void,
): Breakers {
  const circuits = new Map<string, Circuit>();

  function circuitOf(system: string): Circuit {
    const known = circuits.get(system);
    if (known !== undefined) return known;
    const circuit: Circuit = { failures: 0, open_until_ms: null, probing: false };
    circuits.set(system, circuit);
    return circuit;
  }

  function passage(system: string, circuit: Circuit, isProbe: boolean): Passage {
    return {
      succeeded() {
        if (isProbe) circuit.probing = false;
        const wasOpen = circuit.open_until_ms !== null;
        circuit.failures = 0;
        circuit.open_until_ms = null;
        if (wasOpen) onChange(system, 'closed');
      },
      failed() {
        if (isProbe) circuit.probing = false;
        circuit.failures += 1;
        if (circuit.failures < policy.failures) return;
        const wasOpen = circuit.open_until_ms !== null;
        circuit.open_until_ms = monotonic_ms() + policy.open_s * 1_000;
        if (!wasOpen) onChange(system, 'opened');
      },
      unused() {
        if (isProbe) circuit.probing = false;
      },
    };
  }

  return {
    enter(system) {
      const circuit = circuitOf(system);
      if (circuit.open_until_ms === null) return { open: false, passage: passage(system, circuit, false) };
      const wait_ms = circuit.open_until_ms - monotonic_ms();
      if (wait_ms > 0 || circuit.probing) return { open: true, retry_in_ms: Math.max(wait_ms, 1_000) };
      circuit.probing = true;
      return { open: false, passage: passage(system, circuit, true) };
    },
  };
}
