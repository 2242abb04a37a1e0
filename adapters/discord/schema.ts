import { z } from 'zod';

export const PostedMessage = z.looseObject({ id: z.string().min(1), channel_id: z.string().min(1) });

export const Self = z.looseObject({ id: z.string().min(1) });

export const MessageList = z.array(
  z.looseObject({
    id: z.string().min(1),
    channel_id: z.string().min(1),
    author: z.looseObject({ id: z.string() }).optional(),
    embeds: z.array(z.looseObject({ footer: z.looseObject({ text: z.string().optional() }).nullish() })).default([]),
  }),
);
