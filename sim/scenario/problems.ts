// Several mistakes in one file, thrown together so that all can be mended at once.
import { SimError } from '../errors.ts';

/** More than one mistake; `problems` holds each with its place, in the order of the file. */
class ScenarioProblems extends SimError {
  readonly problems: readonly SimError[];

  constructor(first: SimError, problems: readonly SimError[]) {
    super(
      first.code,
      `${problems.length} mistakes`,
      first.at === undefined ? {} : { at: { file: first.at.file } },
    );
    this.name = 'ScenarioProblems';
    this.problems = problems;
  }
}

/** Throws nothing for no problem, the problem itself when there is one, and all together when there are more. */
export function throwProblems(problems: readonly SimError[]): void {
  const inOrder = problems.toSorted(
    (a, b) => (a.at?.line ?? 0) - (b.at?.line ?? 0) || (a.at?.column ?? 0) - (b.at?.column ?? 0),
  );
  const [first] = inOrder;
  if (first === undefined) return;
  throw inOrder.length === 1 ? first : new ScenarioProblems(first, inOrder);
}
