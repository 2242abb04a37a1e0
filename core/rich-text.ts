/** Text for people, without any vendor's markup: adapters turn it into Jira's document format or a chat message. */
export type Inline = string | { readonly text: string; readonly bold?: boolean; readonly code?: boolean; readonly href?: string };

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
  | { readonly kind: 'bullets'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'code'; readonly text: string };

export type RichText = readonly Block[];
