/** How long a flow may wait for its world, and for what should happen. Neither measures anything: they only end what hangs. */
export const STAGE_MS = 120_000;
export const STEP_MS = 120_000;
/** For one test: a few steps. */
export const FLOW_MS = 300_000;
