import { isObject } from './flag-document.ts';

/** The rule asks for something that this evaluator does not know; flagd answers PARSE_ERROR then. */
export class RuleError extends Error {}

/** Evaluates the part of JSON logic that the demo's flag files use: if, ==, !=, and, or, !, in, var and the four comparisons. */
export function evaluateRule(rule: unknown, context: Readonly<Record<string, unknown>>): unknown {
  if (!isObject(rule)) return rule;
  const entries = Object.entries(rule);
  const [entry] = entries;
  if (entry === undefined || entries.length !== 1) throw new RuleError('a rule has exactly one operator');
  const [operator, raw] = entry;
  const args: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const value = (index: number): unknown => evaluateRule(args[index], context);
  switch (operator) {
    case 'var': return variable(value(0), context) ?? value(1) ?? null;
    case 'if': {
      for (let index = 0; index + 1 < args.length; index += 2) if (truthy(value(index))) return value(index + 1);
      return args.length % 2 === 1 ? value(args.length - 1) : null;
    }
    case '==': return looselyEqual(value(0), value(1));
    case '!=': return !looselyEqual(value(0), value(1));
    case '===': return value(0) === value(1);
    case 'and': return args.every((_, index) => truthy(value(index)));
    case 'or': return args.some((_, index) => truthy(value(index)));
    case '!': return !truthy(value(0));
    case 'in': {
      const [needle, hay] = [value(0), args[1]];
      if (Array.isArray(hay)) return hay.includes(needle);
      const text = value(1);
      return typeof text === 'string' && typeof needle === 'string' && text.includes(needle);
    }
    case '>': return Number(value(0)) > Number(value(1));
    case '>=': return Number(value(0)) >= Number(value(1));
    case '<': return Number(value(0)) < Number(value(1));
    case '<=': return Number(value(0)) <= Number(value(1));
    default: throw new RuleError(`unknown operator ${operator}`);
  }
}

function variable(path: unknown, context: Readonly<Record<string, unknown>>): unknown {
  let here: unknown = context;
  for (const part of String(path).split('.')) here = isObject(here) && Object.hasOwn(here, part) ? here[part] : undefined;
  return here;
}

/** JSON logic compares a number with its text as equal. */
function looselyEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  const mixed = (typeof left === 'number' && typeof right === 'string') || (typeof left === 'string' && typeof right === 'number');
  return mixed && Number(left) === Number(right);
}

function truthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
