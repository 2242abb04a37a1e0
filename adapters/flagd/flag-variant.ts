import type { Flag } from './schema.ts';

/** What the flag's rule gives where it applies: the variant that a person means by "the flag is on". */
export function currentVariant(flag: Flag): string {
  const branches = conditionBranches(flag);
  const chosen = branches?.[1];
  return typeof chosen === 'string' ? chosen : flag.defaultVariant;
}

/** The flag with that variant: in the rule's branch where there is a rule of three parts, else as the default. */
export function withVariant(flag: Flag, variant: string): Flag {
  const branches = conditionBranches(flag);
  if (branches === null) return { ...flag, defaultVariant: variant };
  return { ...flag, targeting: { ...flag.targeting, if: [branches[0], variant, branches[2]] } };
}

/**
 * A context in which the rule applies, so that evaluation shows the branch that was set: the values that its
 * comparisons ask for. Empty without a rule.
 */
export function triggeringContext(flag: Flag): Readonly<Record<string, string | number | boolean>> {
  const context: Record<string, string | number | boolean> = {};
  collect(conditionBranches(flag)?.[0], context);
  return context;
}

function conditionBranches(flag: Flag): readonly [unknown, unknown, unknown] | null {
  const rule = flag.targeting?.['if'];
  return Array.isArray(rule) && rule.length === 3 ? [rule[0], rule[1], rule[2]] : null;
}

function collect(condition: unknown, context: Record<string, string | number | boolean>): void {
  if (typeof condition !== 'object' || condition === null) return;
  for (const [operator, operands] of Object.entries(condition)) {
    if (!Array.isArray(operands)) continue;
    if (operator !== '==' && operator !== '===') {
      for (const operand of operands) collect(operand, context);
      continue;
    }
    const name = operands.map(variableName).find((found) => found !== null);
    const value: unknown = operands.find((operand) => typeof operand !== 'object');
    if (name == null || name === '__proto__') continue;
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') context[name] = value;
  }
}

function variableName(operand: unknown): string | null {
  if (typeof operand !== 'object' || operand === null || !('var' in operand)) return null;
  return typeof operand.var === 'string' ? operand.var : null;
}
