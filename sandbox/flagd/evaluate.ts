import type { Flag, Flags } from './flag-document.ts';
import { evaluateRule, RuleError } from './json-logic.ts';

export type Evaluation =
  | { readonly outcome: 'value'; readonly value: unknown; readonly variant: string; readonly reason: 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' }
  | { readonly outcome: 'disabled' }
  | { readonly outcome: 'error'; readonly code: 'FLAG_NOT_FOUND' | 'PARSE_ERROR' | 'GENERAL'; readonly details: string };

/** Evaluates one flag as flagd does: without a rule STATIC, a rule's result TARGETING_MATCH, a rule that says nothing DEFAULT. */
export function evaluateFlag(flags: Flags, name: string, context: Readonly<Record<string, unknown>> = {}): Evaluation {
  const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
  if (flag === undefined) return { outcome: 'error', code: 'FLAG_NOT_FOUND', details: `flag \`${name}\` does not exist` };
  if (!flag.enabled) return { outcome: 'disabled' };
  if (flag.targeting === null) return pick(flag, flag.defaultVariant, 'STATIC');
  try {
    const result = evaluateRule(flag.targeting, context);
    if (result === null || result === undefined) return pick(flag, flag.defaultVariant, 'DEFAULT');
    return pick(flag, typeof result === 'string' ? result : JSON.stringify(result), 'TARGETING_MATCH');
  } catch (error) {
    if (error instanceof RuleError) return { outcome: 'error', code: 'PARSE_ERROR', details: error.message };
    throw error;
  }
}

function pick(flag: Flag, variant: string | null, reason: 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH'): Evaluation {
  if (variant === null || !Object.hasOwn(flag.variants, variant)) {
    return { outcome: 'error', code: 'GENERAL', details: `variant ${variant ?? '(none)'} is not defined` };
  }
  return { outcome: 'value', value: flag.variants[variant], variant, reason };
}
