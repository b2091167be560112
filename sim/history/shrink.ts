// Makes a counterexample small: leaves out whatever the breach does not need, until nothing more can go.
import { type HistoryOperation, isWrite } from './operation.ts';
import { contentOf, type Register } from './register.ts';

type Broken = (operations: readonly HistoryOperation[]) => boolean;

/** The operations that are left when each further one left out would hide the breach; a write goes with the reads that saw it. */
export function shrink(register: Register, isBroken: Broken): HistoryOperation[] {
  const families = new Map<string, HistoryOperation[]>();
  for (const operation of register.operations) {
    const content = contentOf(register, operation);
    const family = families.get(content);
    if (family === undefined) families.set(content, [operation]);
    else family.push(operation);
  }
  const needed = fewest([...families.values()], isBroken).flat();
  const writes = needed.filter(isWrite);
  const reads = needed.filter((operation) => !isWrite(operation));
  const neededReads = fewest(
    reads.map((read) => [read]),
    (some) => isBroken([...writes, ...some]),
  ).flat();
  return [...writes, ...neededReads].toSorted((a, b) => a.invokedUs - b.invokedUs);
}

/** Delta debugging (Zeller and Hildebrandt 2002): leaves out ever smaller runs of groups while the breach stays. */
function fewest(groups: readonly HistoryOperation[][], isBroken: Broken): HistoryOperation[][] {
  let kept = [...groups];
  let run = Math.ceil(kept.length / 2);
  while (run >= 1) {
    let shrunk = false;
    for (let start = 0; start < kept.length;) {
      const without = [...kept.slice(0, start), ...kept.slice(start + run)];
      if (isBroken(without.flat())) {
        kept = without;
        shrunk = true;
      } else start += run;
    }
    if (run === 1 && !shrunk) break;
    if (!shrunk || run > kept.length) run = Math.max(1, Math.floor(Math.min(run, kept.length) / 2));
    if (kept.length === 0) break;
  }
  return kept;
}
