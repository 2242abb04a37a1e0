import type { Issue } from '../issue.ts';
import { Refusal } from '../refusal.ts';
import { jqlDate } from './dates.ts';
import { jqlField, type ChoiceField, type JqlContext, type JqlField } from './fields.ts';
import type { Clause, Operator, Order, Value } from './parse.ts';

export type Matches = (issue: Issue) => boolean;

/** Turns a clause into a predicate, refusing values that do not exist before any issue is looked at. */
export function matcher(clause: Clause, context: JqlContext): Matches {
  switch (clause.kind) {
    case 'and': {
      const parts = clause.parts.map((part) => matcher(part, context));
      return (issue) => parts.every((matches) => matches(issue));
    }
    case 'or': {
      const parts = clause.parts.map((part) => matcher(part, context));
      return (issue) => parts.some((matches) => matches(issue));
    }
    case 'not': {
      const part = matcher(clause.part, context);
      return (issue) => !part(issue);
    }
    case 'test':
      return testMatcher(clause.field, jqlField(clause.field), clause.operator, clause.values, context);
  }
}

function testMatcher(name: string, field: JqlField, operator: Operator, values: readonly Value[], context: JqlContext): Matches {
  if (operator === 'is' || operator === 'is not') {
    if (values[0]?.kind !== 'empty') throw unsupported(operator, name);
    return emptiness(field, operator === 'is');
  }
  switch (field.kind) {
    case 'choice':
      return choiceMatcher(name, field, operator, values, context);
    case 'date': {
      const instant = jqlDate(values[0] ?? { kind: 'empty' }, name, context.now);
      const compare = dateComparison(operator, name);
      return (issue) => {
        const at_ms = field.of(issue);
        return at_ms !== null && compare(at_ms, instant);
      };
    }
    case 'text': {
      if (operator !== '~' && operator !== '!~') throw unsupported(operator, name);
      const words = textOfValue(values[0]).toLowerCase().split(/\s+/).filter((word) => word !== '');
      return (issue) => words.every((word) => field.of(issue).toLowerCase().includes(word.replaceAll('*', ''))) === (operator === '~');
    }
  }
}

function choiceMatcher(name: string, field: ChoiceField, operator: Operator, values: readonly Value[], context: JqlContext): Matches {
  if (!['=', '!=', 'in', 'not in'].includes(operator)) throw unsupported(operator, name);
  if (values.some((value) => value.kind === 'empty') && values.length === 1) return emptiness(field, operator === '=' || operator === 'in');
  const wanted = values.map((value) => {
    const text = textOfValue(value);
    const identity = field.resolve(text, context);
    if (identity === undefined) throw new Refusal(400, [`The value '${text}' does not exist for the field '${name}'.`]);
    return identity;
  });
  const positive = operator === '=' || operator === 'in';
  return (issue) => {
    const has = field.of(issue);
    // A negative test never finds an issue whose field is empty: JQL's own trap, kept.
    return positive ? wanted.some((identity) => has.includes(identity)) : has.length > 0 && !wanted.some((identity) => has.includes(identity));
  };
}

function emptiness(field: JqlField, wanted: boolean): Matches {
  return (issue) => {
    const value = field.of(issue);
    return (value === null || value === '' || (typeof value === 'object' && value.length === 0)) === wanted;
  };
}

function dateComparison(operator: Operator, name: string): (left: number, right: number) => boolean {
  switch (operator) {
    case '>':
      return (left, right) => left > right;
    case '>=':
      return (left, right) => left >= right;
    case '<':
      return (left, right) => left < right;
    case '<=':
      return (left, right) => left <= right;
    default:
      throw unsupported(operator, name);
  }
}

function textOfValue(value: Value | undefined): string {
  if (value?.kind === 'text') return value.text;
  throw new Refusal(400, ['A function or EMPTY cannot be used as the value here.']);
}

function unsupported(operator: Operator, field: string): Refusal {
  return new Refusal(400, [`The operator '${operator}' is not supported by the '${field}' field.`]);
}

/** Compares issues by the ORDER BY fields, newest issue first where they are equal or absent. */
export function jqlOrder(order: readonly Order[]): (left: Issue, right: Issue) => number {
  const steps = order.map(({ field, descending }) => {
    const of = orderKey(field);
    return (left: Issue, right: Issue) => (of(left) - of(right)) * (descending ? -1 : 1);
  });
  return (left, right) => {
    for (const step of steps) {
      const difference = step(left, right);
      if (difference !== 0) return difference;
    }
    return Number(right.id) - Number(left.id);
  };
}

function orderKey(name: string): (issue: Issue) => number {
  switch (name) {
    case 'created':
    case 'createddate':
      return (issue) => issue.created_at_ms;
    case 'updated':
    case 'updateddate':
      return (issue) => issue.updated_at_ms;
    case 'key':
    case 'issuekey':
    case 'id':
      return (issue) => Number(issue.id);
    case 'priority':
      // Jira ranks Highest above Lowest, so DESC puts Highest first though its id is the smallest.
      return (issue) => (issue.priority_id === null ? -1_000 : -Number(issue.priority_id));
    default:
      throw new Refusal(400, [`Not able to sort using field '${name}'.`]);
  }
}
