// Collects garbage at once and wholly, so that what is alive can be counted whenever that is asked.
import { setFlagsFromString } from 'node:v8';
import { constants, createContext, runInNewContext, Script } from 'node:vm';

/** Draining microtasks lets go of what weak references were asked for since; a context with a queue of its own may do so at any time. */
const LET_GO = new Script('0');

function makeCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // Contexts made from now on, of which handlers may have some, shall not have it.
  setFlagsFromString('--no-expose-gc');
  const aside = createContext(constants.DONT_CONTEXTIFY, { microtaskMode: 'afterEvaluate' });
  return () => {
    LET_GO.runInContext(aside);
    collect();
  };
}

const made: (() => void)[] = [];

/** Collects all that nobody refers to; made by the first use. */
export function collectNow(): void {
  (made[0] ??= makeCollector())();
}
