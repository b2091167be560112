// The operations on one key, seen as a register: which write each read saw, and what the key held at first.
import { type HistoryOperation, isWrite } from './operation.ts';

/** All operations on one key of one store, by the time they were asked. */
export interface Register {
  readonly key: string;
  readonly operations: readonly HistoryOperation[];
  /** Whether every operation says which commit it wrote or read; else values stand for writes. */
  readonly versioned: boolean;
}

/** What the key held before the first write. */
export const INITIAL = 'initial';

/** The operations of a history by key; reads that were never answered say nothing and are left out. */
export function registersOf(operations: readonly HistoryOperation[]): Register[] {
  const byKey = new Map<string, HistoryOperation[]>();
  for (const operation of operations) {
    if (operation.op === 'read' && operation.completedUs === null) continue;
    const list = byKey.get(operation.key);
    if (list === undefined) byKey.set(operation.key, [operation]);
    else list.push(operation);
  }
  return [...byKey].map(([key, list]) => registerOf(key, list));
}

/** A register of some of a key's operations. */
export function registerOf(key: string, operations: readonly HistoryOperation[]): Register {
  return {
    key,
    operations: operations.toSorted((a, b) => a.invokedUs - b.invokedUs),
    versioned: operations.every(({ version, completedUs }) => version !== undefined || completedUs === null),
  };
}

/** What an operation leaves in the register, or saw there. */
export function contentOf(register: Register, operation: HistoryOperation): string {
  if (register.versioned && operation.version !== undefined)
    return operation.version === 0 ? INITIAL : `v${operation.version}`;
  const value = operation.op === 'delete' ? null : (operation.value ?? null);
  return value === null ? INITIAL : JSON.stringify(value);
}

/** Whether each write leaves something else, so that a read tells which write it saw. */
export function hasUniqueWrites(register: Register): boolean {
  const seen = new Set([INITIAL]);
  for (const operation of register.operations) {
    if (!isWrite(operation)) continue;
    const content = contentOf(register, operation);
    if (seen.has(content)) return false;
    seen.add(content);
  }
  return true;
}
