// Sequential consistency of one key: is there one order of the writes that fits what each client did and saw, in its own order?
import { type HistoryOperation, isWrite, precedes } from './operation.ts';
import { contentOf, hasUniqueWrites, INITIAL, type Register } from './register.ts';
import { broken, type Finding, HOLDS, open } from './verdict.ts';

/** A client had to do with one content before another: the operations that show it. */
interface Step {
  readonly from: string;
  readonly to: string;
  readonly operations: readonly [HistoryOperation, HistoryOperation];
}

/**
 * In such an order each write is followed by the reads that saw it, as one block. So an order exists exactly when the blocks, joined
 * by every client's own order, form no circle, nothing comes before what the key held at first, and no client reads a write before making it.
 */
export function checkSequential(register: Register): Finding {
  if (!hasUniqueWrites(register))
    return open('several writes of the same value and no versions: a read does not tell which write it saw');
  const orphan = readOfNothing(register);
  if (orphan !== null) return broken('a read saw what nobody wrote', [orphan]);
  const steps = stepsOf(register);
  const early = steps.find(({ from, to, operations }) => from === to && isWrite(operations[1]));
  if (early !== undefined) return broken('a client read its write before making it', early.operations);
  const graph = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.from === step.to) continue;
    if (step.to === INITIAL) {
      const { operations } = step;
      return broken('the key was seen as it was at first after a write had been seen', [
        ...(writeOf(register, step.from) ?? []),
        ...operations.filter(
          (operation) => !isWrite(operation) || contentOf(register, operation) !== step.from,
        ),
      ]);
    }
    const known = graph.get(step.from);
    if (known === undefined) graph.set(step.from, [step]);
    else known.push(step);
  }
  const circle = shortestCircle(graph);
  if (circle === null) return HOLDS;
  const shown = new Set(
    circle.flatMap((step) => [...(writeOf(register, step.from) ?? []), ...step.operations]),
  );
  return broken(
    '',
    [...shown].toSorted((a, b) => a.invokedUs - b.invokedUs),
  );
}

function writeOf(register: Register, content: string): HistoryOperation[] | null {
  const write = register.operations.find(
    (operation) => isWrite(operation) && contentOf(register, operation) === content,
  );
  return write === undefined ? null : [write];
}

function readOfNothing(register: Register): HistoryOperation | null {
  const written = new Set([INITIAL]);
  for (const operation of register.operations)
    if (isWrite(operation)) written.add(contentOf(register, operation));
  return (
    register.operations.find(
      (operation) => !isWrite(operation) && !written.has(contentOf(register, operation)),
    ) ?? null
  );
}

/** The order of each client's own operations; where none overlap, neighbours suffice. */
function stepsOf(register: Register): Step[] {
  const byClient = Map.groupBy(register.operations, ({ client }) => client);
  const steps: Step[] = [];
  const step = (before: HistoryOperation, after: HistoryOperation): void => {
    steps.push({
      from: contentOf(register, before),
      to: contentOf(register, after),
      operations: [before, after],
    });
  };
  for (const own of byClient.values()) {
    const chain = own.every((operation, n) => n === 0 || precedes(own[n - 1] ?? operation, operation));
    for (const [n, after] of own.entries()) {
      const earlier = chain ? own.slice(Math.max(0, n - 1), n) : own.slice(0, n);
      for (const before of earlier) if (precedes(before, after)) step(before, after);
    }
  }
  return steps;
}

/** The circle of the fewest steps, found breadth first from every block; null for none. */
function shortestCircle(graph: ReadonlyMap<string, readonly Step[]>): Step[] | null {
  let best: Step[] | null = null;
  for (const start of onCircles(graph)) {
    const found = circleFrom(start, graph);
    if (found !== null && (best === null || found.length < best.length)) best = found;
    if (best?.length === 2) break;
  }
  return best;
}

function circleFrom(start: string, graph: ReadonlyMap<string, readonly Step[]>): Step[] | null {
  const cameBy = new Map<string, Step>();
  const toDo = [start];
  for (const at of toDo) {
    for (const step of graph.get(at) ?? []) {
      if (step.to === start) return wayTo(at, cameBy, start).concat(step);
      if (cameBy.has(step.to)) continue;
      cameBy.set(step.to, step);
      toDo.push(step.to);
    }
  }
  return null;
}

function wayTo(end: string, cameBy: ReadonlyMap<string, Step>, start: string): Step[] {
  const way: Step[] = [];
  for (let at = end; at !== start;) {
    const step = cameBy.get(at);
    if (step === undefined) throw new Error('a way without a step');
    way.unshift(step);
    at = step.from;
  }
  return way;
}

/** Blocks that remain when those without a way in are taken away again and again (Kahn 1962): some of them lie on a circle, if any do. */
function onCircles(graph: ReadonlyMap<string, readonly Step[]>): string[] {
  const waysIn = new Map<string, number>();
  for (const steps of graph.values()) for (const { to } of steps) waysIn.set(to, (waysIn.get(to) ?? 0) + 1);
  const free = [...graph.keys()].filter((content) => !waysIn.has(content));
  for (const content of free) {
    for (const { to } of graph.get(content) ?? []) {
      const left = (waysIn.get(to) ?? 0) - 1;
      waysIn.set(to, left);
      if (left === 0) free.push(to);
    }
  }
  return [...waysIn].filter(([, ways]) => ways > 0).map(([content]) => content);
}
