// What node:assert says of two values that differ, in workerd's words.
import { hooks } from './hooks.ts';

const HEAD = 'Values are not strictly equal:\n\n\n[Diff] Actual / Expected\n\n\n';

/** Lines of a text, its line ends written out. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.map((line, i) => (i < lines.length - 1 ? `${line}\\n` : line));
}

/** The length of the longest common run of lines from each pair of places on. */
function commonLengths(a: readonly string[], b: readonly string[]): number[][] {
  const lengths = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [row, below] = [lengths[i] ?? [], lengths[i + 1] ?? []];
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return lengths;
}

/** Both values line by line: common lines are indented, others marked. */
function difference(a: readonly string[], b: readonly string[]): string {
  const lengths = commonLengths(a, b);
  const out: string[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      out.push(`    ${a[i]}`);
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0))) {
      out.push(`-   ${a[i]}`);
      i++;
    } else {
      out.push(`+   ${b[j]}`);
      j++;
    }
  }
  return out.join('\n');
}

/** What is said of two values that are not the same. */
export function notStrictlyEqual(actual: unknown, expected: unknown): string {
  const [a, b] = [hooks.inspect(actual), hooks.inspect(expected)];
  if (a === b) {
    const indented = a.split('\n').map((line) => `    ${line}`);
    return `Values have the same structure but are not reference-equal:\n\n${indented.join('\n')}\n`;
  }
  if (typeof actual === 'string' && typeof expected === 'string')
    return `${HEAD}${difference(linesOf(actual), linesOf(expected))}\n\n`;
  return `${HEAD}${difference(a.split('\n'), b.split('\n'))}\n`;
}

function isPrimitive(value: unknown): boolean {
  return (typeof value !== 'object' && typeof value !== 'function') || value === null;
}

/** Values are compared as deep as they are, on one line where they fit. */
const DEEP = { depth: 1000, compact: 1000 };
/** Characters of both texts together up to which their first difference is marked: a line of a terminal. */
const MARKED_LENGTH = 80;

/** What is said of two values that differ inside. */
export function notDeeplyEqual(actual: unknown, expected: unknown): string {
  const head = 'Expected values to be strictly deep-equal:\n';
  const [a, b] = [hooks.inspect(actual, DEEP), hooks.inspect(expected, DEEP)];
  if (isPrimitive(actual) && isPrimitive(expected)) return `${head}\n${a} !== ${b}\n`;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  const isShort = !a.includes('\n') && !b.includes('\n') && a.length + b.length < MARKED_LENGTH;
  const mark = isShort && at > 2 ? `\n${' '.repeat(at + 2)}^` : '';
  const marked = (sign: string, text: string): string =>
    text
      .split('\n')
      .map((line) => `${sign} ${line}`)
      .join('\n');
  return `${head}+ actual - expected\n\n${marked('+', a)}\n${marked('-', b)}${mark}`;
}

/** What an AssertionError says that was made without words. */
export function wordsFor(operator: string, actual: unknown, expected: unknown): string {
  const [a, b] = [hooks.inspect(actual), hooks.inspect(expected)];
  if (operator === 'strictEqual' && isPrimitive(actual) && isPrimitive(expected))
    return `Expected values to be strictly equal:\n\n${a} !== ${b}\n`;
  return operator === 'deepStrictEqual' ? notDeeplyEqual(actual, expected) : `${a} ${operator} ${b}`;
}
