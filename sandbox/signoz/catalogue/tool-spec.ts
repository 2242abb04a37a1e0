/** The part of JSON Schema that the tools' parameters need. */
export interface PropertySchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: string;
  readonly enum?: readonly string[];
  readonly items?: PropertySchema;
  readonly properties?: Readonly<Record<string, PropertySchema>>;
  readonly required?: readonly string[];
  readonly minimum?: number;
  readonly additionalProperties?: boolean | PropertySchema;
}

export interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required: readonly string[];
}

/** A tool as `tools/list` shows it. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly annotations: {
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    readonly idempotentHint: boolean;
    readonly openWorldHint: boolean;
  };
  readonly inputSchema: InputSchema;
  readonly outputSchema?: PropertySchema;
}

export type Properties = Readonly<Record<string, PropertySchema>>;

/** A tool that only reads; every tool also takes `searchContext`. */
export function readTool(name: string, description: string, properties: Properties, required: readonly string[] = [], output?: PropertySchema): ToolSpec {
  return spec(name, description, { readOnlyHint: true, destructiveHint: false, idempotentHint: true }, properties, required, output);
}

/** A tool that changes something on the server. */
export function writeTool(name: string, description: string, hints: { readonly destructive: boolean; readonly idempotent: boolean }, properties: Properties, required: readonly string[] = []): ToolSpec {
  return spec(name, description, { readOnlyHint: false, destructiveHint: hints.destructive, idempotentHint: hints.idempotent }, properties, required);
}

function spec(
  name: string,
  description: string,
  hints: Omit<ToolSpec['annotations'], 'openWorldHint'>,
  properties: Properties,
  required: readonly string[],
  output?: PropertySchema,
): ToolSpec {
  return {
    name: `signoz_${name}`,
    description,
    annotations: { ...hints, openWorldHint: true },
    inputSchema: { type: 'object', properties: { ...properties, searchContext: text("The question that led to this call, in the user's words.") }, required },
    ...(output === undefined ? {} : { outputSchema: output }),
  };
}

/** A text parameter. */
export function text(description: string): PropertySchema {
  return { type: 'string', description };
}

/** A text parameter with a fixed choice. */
export function choice(values: readonly string[], description: string, fallback?: string): PropertySchema {
  return { type: 'string', enum: values, description, ...(fallback === undefined ? {} : { default: fallback }) };
}

/** A whole number, or its decimal text. */
export function whole(description: string, fallback?: string): PropertySchema {
  return { type: ['integer', 'string'], description, ...(fallback === undefined ? {} : { default: fallback }) };
}

/** A boolean, or its text. */
export function flag(description: string): PropertySchema {
  return { type: ['boolean', 'string'], description };
}

/** The three parameters that bound a query in time. */
export function timeBounds(default_range: string): Properties {
  return {
    timeRange: { type: 'string', default: default_range, description: `How far back from now, as <number><m|h|d>; ${default_range} when absent, ignored when both start and end are given.` },
    start: whole('Start, unix milliseconds.'),
    end: whole('End, unix milliseconds.'),
  };
}

/** The two parameters of a paged list. */
export function paging(default_limit = '50'): Properties {
  return { limit: whole('How many rows at most.', default_limit), offset: whole('How many rows to leave out first.', '0') };
}
