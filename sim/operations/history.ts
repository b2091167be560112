// Takes down operations on stores as lines of a history, when one was asked for.
import type { HandlerCall } from '../entities/handler-call.ts';
import type { HistoryOperation } from '../history/operation.ts';
import type { Answer } from '../runtime/types.ts';
import type { Observation, StoreOperation } from '../stores/store.ts';
import type { ArmStore } from '../arm-stores.ts';
import type { World } from '../world.ts';

/** Longer values are left out of a history: the version says which one it was. */
const LONGEST_VALUE = 80;

/** An operation that a client asked for, and what came of it. */
export interface Asked {
  readonly caller: HandlerCall;
  readonly store: ArmStore;
  readonly operation: StoreOperation;
  /** Null where the operation never reached the store's home, as far as anybody knows. */
  readonly observation: Observation | null;
  readonly answer: Answer;
  /** When the client had its answer; null for never. */
  readonly completedUs: number | null;
}

/** What looks at a store as a whole. */
const OF_NO_KEY: ReadonlySet<string> = new Set(['list', 'all', 'summary', 'home:all', 'home:summary']);

/** Writes one line; lists, summaries and writes that the store refused change and say nothing of a key. */
export function takeDown(world: World, asked: Asked): void {
  const { history, geography } = world;
  const { caller, store, operation, observation, completedUs } = asked;
  if (history === null || store.family !== 'store' || OF_NO_KEY.has(operation.verb)) return;
  if (observation?.kind === 'rejectedWrite' || observation?.kind === 'unchanged') return;
  const { site, issuedUs, verb } = operation;
  const op = verb === 'delete' ? 'delete' : isRead(asked) ? 'read' : 'write';
  history.push({
    arm: world.arm.name,
    seed: world.seed,
    store: store.plan.binding,
    client: `user ${caller.journey.session.user}`,
    site: geography.pops[site]?.code ?? world.arm.region,
    op,
    key: observation?.key ?? operation.key,
    ...valueOf(op, asked),
    ...(observation === null ? {} : { version: observation.version }),
    invokedUs: issuedUs,
    completedUs,
  });
}

function isRead({ observation, operation }: Asked): boolean {
  return observation === null ? operation.body === null : observation.kind === 'read';
}

function valueOf(op: HistoryOperation['op'], { operation, answer }: Asked): Pick<HistoryOperation, 'value'> {
  if (op === 'delete') return { value: null };
  const value = op === 'write' ? operation.body : answer.ok ? answer.value : null;
  if (value === null) return { value };
  return typeof value === 'string' && value.length <= LONGEST_VALUE ? { value } : {};
}
