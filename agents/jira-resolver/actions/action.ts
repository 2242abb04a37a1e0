import type { ContainerState } from '../../../core/container.ts';
import type { Incident } from '../../../core/incident.ts';
import type { AgentContext } from '../../frame/agent-context.ts';

/** What a runbook's step is given. */
export interface ActionInput {
  readonly context: AgentContext;
  readonly incident: Incident;
  readonly target: string;
  readonly container: ContainerState | null;
}

/** `look`: reads and leaves evidence. `repair`: changes something, through the gate. `propose`: Atlas may not; people are asked. */
export type RunbookAction =
  | { readonly name: string; readonly kind: 'look'; look(input: ActionInput): Promise<readonly string[]> }
  | { readonly name: string; readonly kind: 'repair'; target(input: ActionInput): string }
  | { readonly name: string; readonly kind: 'propose'; propose(input: ActionInput): string };
