import type { RunbookAction } from './action.ts';

/** Restarts the suspect's container. */
export const restart: RunbookAction = { name: 'restart', kind: 'repair', target: ({ target }) => target };

/** Restarts the root that the graph and the traces name: the incident's suspect, never the service that complained. */
export const restartRoot: RunbookAction = { name: 'restart_root', kind: 'repair', target: ({ incident }) => incident.service };
