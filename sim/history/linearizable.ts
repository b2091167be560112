// Linearizability of one key by the search of Wing and Gong, breadth first and with memory, so that equal states are searched once.
import { type HistoryOperation, isWrite } from './operation.ts';
import { contentOf, INITIAL, type Register, registerOf } from './register.ts';
import { shrink } from './shrink.ts';
import { broken, type Finding, HOLDS, open } from './verdict.ts';

/** More states at one instant than this, and the search gives up without a verdict. A figure of this program, not of the world. */
const MOST_STATES = 100_000;

/** A state the register may be in: what it holds, and which of the operations under way have taken effect. */
interface Configuration {
  readonly held: string;
  readonly done: bigint;
}

/** An operation under way. */
interface Pending {
  readonly write: boolean;
  readonly content: string;
  readonly bit: bigint;
}

/**
 * Whether one instant can be chosen for every operation, between its call and its answer, so that each read sees the last write
 * before it. Writes that were never answered may take effect at any time, or never. Method: Wing and Gong, Testing and verifying
 * concurrent objects (1993), with the memory of Lowe, Testing for linearizability (2017).
 */
export function checkLinearizable(whole: Register): Finding {
  const register = withoutUnseen(whole);
  const verdict = search(register);
  if (verdict === 'linearizable') return HOLDS;
  if (verdict === 'too many states')
    return open(`more than ${MOST_STATES} possible states at one instant: too many operations at once`);
  const example = shrink(register, (operations) => isBroken(register, operations));
  return broken('', example);
}

/** A write that was never answered and that nobody saw may be taken to have had no effect: leaving it out leaves the search far fewer states. */
function withoutUnseen(register: Register): Register {
  const seen = new Set(
    register.operations.filter((one) => !isWrite(one)).map((read) => contentOf(register, read)),
  );
  const operations = register.operations.filter(
    (one) => one.completedUs !== null || !isWrite(one) || seen.has(contentOf(register, one)),
  );
  return { ...register, operations };
}

function isBroken({ key, versioned }: Register, operations: readonly HistoryOperation[]): boolean {
  return search({ ...registerOf(key, operations), versioned }) === 'not linearizable';
}

interface Moment {
  readonly atUs: number;
  readonly begins: boolean;
  readonly operation: HistoryOperation;
}

function search(register: Register): 'linearizable' | 'not linearizable' | 'too many states' {
  const underWay = new Map<HistoryOperation, Pending>();
  const slots = new FreeBits();
  let states: Configuration[] = [{ held: INITIAL, done: 0n }];
  for (const { begins, operation } of momentsOf(register)) {
    if (begins) {
      const pending = {
        write: isWrite(operation),
        content: contentOf(register, operation),
        bit: slots.take(),
      };
      underWay.set(operation, pending);
      if (!pending.write) states = states.map((state) => seenBy(state, [pending]));
      continue;
    }
    const pending = underWay.get(operation);
    if (pending === undefined) throw new Error('an operation ends that never began');
    const reached = statesWith(pending, states, [...underWay.values()]);
    if (reached === null) return 'too many states';
    if (reached.length === 0) return 'not linearizable';
    states = forget(pending, reached);
    underWay.delete(operation);
    slots.free(pending.bit);
  }
  return 'linearizable';
}

/** Calls and answers in time; at one instant calls come first, since who asks then may still overlap. */
function momentsOf({ operations }: Register): Moment[] {
  const moments: Moment[] = [];
  for (const operation of operations) {
    moments.push({ atUs: operation.invokedUs, begins: true, operation });
    if (operation.completedUs !== null)
      moments.push({ atUs: operation.completedUs, begins: false, operation });
  }
  return moments.toSorted((a, b) => a.atUs - b.atUs || Number(b.begins) - Number(a.begins));
}

/** A read under way that would see what is held takes effect at once: it changes nothing, so waiting gains nothing. */
function seenBy({ held, done }: Configuration, pending: readonly Pending[]): Configuration {
  let seen = done;
  for (const { write, content, bit } of pending) if (!write && content === held) seen |= bit;
  return { held, done: seen };
}

/** Every state that can be reached by letting writes under way take effect until `wanted` has; null for too many. */
function statesWith(
  wanted: Pending,
  from: readonly Configuration[],
  pending: readonly Pending[],
): Configuration[] | null {
  const known = new Set<string>();
  const found: Configuration[] = [];
  const toDo = [...from];
  for (let state = toDo.pop(); state !== undefined; state = toDo.pop()) {
    const name = `${state.done} ${state.held}`;
    if (known.has(name)) continue;
    known.add(name);
    if (known.size > MOST_STATES) return null;
    const { done } = state;
    if ((done & wanted.bit) !== 0n) {
      found.push(state);
      continue;
    }
    for (const { write, content, bit } of pending)
      if (write && (done & bit) === 0n) toDo.push(seenBy({ held: content, done: done | bit }, pending));
  }
  return found;
}

function forget({ bit }: Pending, states: readonly Configuration[]): Configuration[] {
  const distinct = new Map<string, Configuration>();
  for (const { held, done } of states) {
    const left = { held, done: done & ~bit };
    distinct.set(`${left.done} ${held}`, left);
  }
  return [...distinct.values()];
}

/** Hands out single bits, the lowest free one first. */
class FreeBits {
  #free: bigint[] = [];
  #next = 1n;

  take(): bigint {
    const bit = this.#free.pop();
    if (bit !== undefined) return bit;
    const fresh = this.#next;
    this.#next <<= 1n;
    return fresh;
  }

  free(bit: bigint): void {
    this.#free.push(bit);
  }
}
