import type { DockerEngine } from './docker/start.ts';
import type { Flagd } from './flagd/start.ts';
import type { LookAlike } from './look-alike.ts';

/** `shop` is the shop's processes together with the engine that runs them and the load generator. */
export const PART_NAMES = ['signoz', 'jira', 'discord', 'flagd', 'shop'] as const;
export type PartName = (typeof PART_NAMES)[number];

/** The parts of a world that run; a part that wasn't asked for is absent. */
export interface WorldParts {
  readonly signoz?: LookAlike & { readonly collectorUrl: string };
  readonly jira?: LookAlike;
  readonly discord?: LookAlike;
  readonly flagd?: Flagd;
  readonly shop?: { readonly docker: DockerEngine; readonly frontend_url: string; readonly locust_url: string };
}

/** The look-alikes among the parts, for the control page and for closing. */
export function lookAlikes(parts: WorldParts): readonly LookAlike[] {
  return [parts.signoz, parts.jira, parts.discord, parts.flagd, parts.shop?.docker].filter((part) => part !== undefined);
}
