// Members of the objects that events are made with.
import { integerOf, textOf } from './webidl.ts';

/** A member, or undefined. */
export function member(init: object | null, key: string): unknown {
  return init === null ? undefined : Reflect.get(init, key);
}

/** A member as text; empty where there is none. */
export function textMember(init: object | null, key: string): string {
  const value = member(init, key);
  return value === undefined ? '' : textOf(value);
}

/** A member as an integer of 32 bits; 0 where there is none. */
export function integerMember(init: object | null, key: string): number {
  return integerOf(member(init, key) ?? 0);
}
