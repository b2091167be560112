// Finds the word that somebody probably meant: the nearest candidate, if it is near enough to be worth suggesting.
import { editDistance } from '../../topology/words.ts';

/** Longer words are never compared: no name is so long, and the work grows with the product of both lengths. */
const LONGEST_WORD = 64;

/** The candidate nearest to `word`, or undefined when none is near enough. */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > LONGEST_WORD) return undefined;
  const wanted = word.toLowerCase();
  // Short words may differ by one letter, others by two or a third: "windw" finds "window", "xyz" finds nothing.
  let best = (wanted.length <= 3 ? 1 : Math.max(2, Math.floor(wanted.length / 3))) + 1;
  let found: string | undefined;
  const names = [...candidates];
  for (const name of names) {
    if (Math.abs(name.length - wanted.length) >= best) continue;
    const distance = slips(wanted, name.toLowerCase());
    if (distance < best) {
      best = distance;
      found = name;
    }
  }
  return found ?? names.find((name) => leavesOut(wanted, name.toLowerCase()));
}

/** Edit distance, where letters in the wrong order ("gte" for "get") count as less than one slip. */
function slips(a: string, b: string): number {
  return a !== b && lettersOf(a) === lettersOf(b) ? 0.5 : editDistance(a, b);
}

function lettersOf(word: string): string {
  return Array.from(word).toSorted().join('');
}

/** True for a name with its head or tail left out: "us-east-1" for "aws:us-east-1", "node" for "node-origin". */
function leavesOut(wanted: string, name: string): boolean {
  return wanted.length >= 3 && (name.startsWith(wanted) || name.endsWith(wanted));
}
