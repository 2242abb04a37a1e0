/** The instants of an effect or a lease at which a crash test lets the process die. */
export const FAILPOINTS = ['effect.after_intended', 'effect.after_attempted', 'effect.after_perform', 'effect.after_done', 'lease.after_granted'] as const;
export type FailpointName = (typeof FAILPOINTS)[number];
export type Failpoint = (name: FailpointName) => void;

/** `chosen` is what the environment variable ATLAS_FAILPOINT says, if anything. `die` must not return: the process is to end as a crash does. */
export function createFailpoint(chosen: string | undefined, die: () => void): Failpoint {
  return (name) => {
    if (name === chosen) die();
  };
}
