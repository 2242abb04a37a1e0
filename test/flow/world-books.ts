import { z } from 'zod';

const Docker = z.object({ restarts: z.array(z.object({ at_ms: z.number(), name: z.string() })) });
const Jira = z.object({
  issues: z.array(z.object({
    key: z.string(),
    summary: z.string(),
    description: z.string(),
    status: z.object({ name: z.string() }),
    labels: z.array(z.string()),
    comments: z.array(z.object({ text: z.string() })),
  })),
});
const Discord = z.object({
  channels: z.array(z.object({
    messages: z.array(z.object({
      content: z.string(),
      embeds: z.array(z.object({ title: z.string().optional(), footer: z.object({ text: z.string() }).optional() })),
      pings: z.object({ role_ids: z.array(z.string()) }),
      edits: z.array(z.unknown()),
    })),
  })),
});
const Flagd = z.object({ active: z.record(z.string(), z.string().nullable()), writes: z.array(z.object({ changed: z.record(z.string(), z.string()) })) });

/** What the look-alikes themselves wrote down, as far as a flow asks for it. Times are epoch ms. */
export interface WorldBooks {
  readonly restarts: z.infer<typeof Docker>['restarts'];
  readonly issues: z.infer<typeof Jira>['issues'];
  readonly messages: z.infer<typeof Discord>['channels'][number]['messages'];
  readonly flags: z.infer<typeof Flagd>;
}

/** Reads the world's books from its control address. */
export async function worldBooks(world: { readonly env: Readonly<Record<string, string>> }): Promise<WorldBooks> {
  const [docker, jira, discord, flagd] = await Promise.all(['docker', 'jira', 'discord', 'flagd'].map((part) => partOf(world, part)));
  return {
    restarts: Docker.parse(docker).restarts,
    issues: Jira.parse(jira).issues,
    messages: Discord.parse(discord).channels.flatMap((channel) => channel.messages),
    flags: Flagd.parse(flagd),
  };
}

/** One part's whole book, as it gives it. */
export async function partOf(world: { readonly env: Readonly<Record<string, string>> }, part: string): Promise<unknown> {
  const reply = await fetch(new URL(`/state/${part}`, world.env['SANDBOX_CONTROL_URL']));
  return reply.json();
}

/** What stands twice in a list; empty when all differ. */
export function doubles(list: readonly string[]): readonly string[] {
  return list.filter((item, at) => list.indexOf(item) !== at);
}
