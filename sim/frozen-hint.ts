// Tells code that changes classes or prototypes, which isolates share frozen, of the scenario's key that gives each isolate its own.
import type { Plan } from './plan.ts';

/** What V8 and ses say when something frozen is to be changed; code of a handler's own that freezes things says so too. */
const FROZEN =
  /Cannot (?:assign to read only property|add property|define property|redefine property|delete property)/;

const HINT =
  'Isolates share the classes and prototypes of the language and the platform, so these are frozen. ' +
  'If the code changes one of them, say "realm: isolate" in the scenario: each isolate then has its own.';

/** The text of what code threw, with the hint where it may be the cause. */
export function withFrozenHint(plan: Plan, text: string): string {
  return plan.realm === undefined && FROZEN.test(text) ? `${text}\n${HINT}` : text;
}

/** What an error says, with its stack, which usually begins with name and message. */
export function thrownText({ name, message, stack }: Record<'name' | 'message' | 'stack', string>): string {
  const text = `${name}: ${message}`;
  if (stack.startsWith(text)) return stack;
  return stack === '' ? text : `${text}\n${stack}`;
}
