// Takes down what the code of a Durable Object does to its storage, as operations of the client that called the object.
import type { DurableObject } from '../entities/durable-object.ts';
import type { HandlerCall } from '../entities/handler-call.ts';
import type { HistoryOperation } from '../history/operation.ts';
import type { Observation } from '../stores/store.ts';
import type { World } from '../world.ts';

/** What one call of an object did: its lines, and those that a transaction under way may still take back. */
export interface StorageLines {
  readonly lines: HistoryOperation[];
  readonly open: HistoryOperation[][];
}

/** Writes the line of one key; it has no answer until the one who called the object has theirs. */
export function takeDownStorage(
  world: World,
  call: HandlerCall,
  object: DurableObject,
  { observation, key, value }: { observation: Observation; key: string; value: string | null },
): void {
  const { history, geography, arm, seed, kernel } = world;
  if (history === null || observation.kind === 'rejectedWrite') return;
  const own = (call.storageLines ??= { lines: [], open: [] });
  const line: HistoryOperation = {
    arm: arm.name,
    seed,
    store: object.namespace.store.plan.binding,
    client: `user ${call.journey.session.user}`,
    site: geography.pops[object.at.site]?.code ?? '',
    op: observation.kind === 'read' ? 'read' : value === null ? 'delete' : 'write',
    key: `${object.name ?? object.id} ${key}`,
    version: observation.version,
    invokedUs: kernel.nowUs(),
    completedUs: null,
  };
  (own.open.at(-1) ?? own.lines).push(line);
  if (own.open.length === 0) history.push(line);
}

/** A transaction of the object begins, or ends: what it wrote counts only once it is committed. */
export function takeDownTransaction(world: World, call: HandlerCall, verb: string): void {
  if (world.history === null) return;
  const own = (call.storageLines ??= { lines: [], open: [] });
  if (verb === 'begin') own.open.push([]);
  else {
    const ended = own.open.pop() ?? [];
    if (verb === 'rollback') return;
    (own.open.at(-1) ?? own.lines).push(...ended);
    if (own.open.length === 0) world.history.push(...ended);
  }
}

/** The answer of a call of an object has reached who asked: so long did the operations take that led to it. */
export function storageAnswered(
  world: World,
  asking: HandlerCall,
  called: HandlerCall | null,
  { issuedUs, completedUs }: { issuedUs: number; completedUs: number },
): void {
  for (const line of called?.storageLines?.lines ?? []) {
    line.site = world.geography.pops[asking.at.site]?.code ?? world.arm.region;
    line.invokedUs = issuedUs;
    line.completedUs = completedUs;
  }
}
