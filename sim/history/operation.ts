// One operation of a history: what a client asked of a store, when, and what it was told; read from and written to lines of JSON.
import * as z from 'zod';
import { SimError } from '../errors.ts';

const whole = z.number().int().min(0);

const operationLine = z.strictObject({
  arm: z.string().default(''),
  seed: whole.default(0),
  store: z.string().default(''),
  client: z.string({ error: 'a client, as a text' }),
  site: z.string().default(''),
  op: z.enum(['read', 'write', 'delete'], { error: 'op: read, write or delete' }),
  key: z.string({ error: 'a key, as a text' }),
  /** What was written or read, where it is short; null for nothing. */
  value: z.string().nullable().optional(),
  /** Which commit of the key was written or read, counted by the store; 0 is what it held at first. */
  version: whole.optional(),
  invokedUs: z.number({ error: 'invokedUs: a number of microseconds' }),
  /** When the client had its answer; null for one that never came: a write may then have taken effect, or may yet. */
  completedUs: z.number({ error: 'completedUs: a number of microseconds, or null' }).nullable(),
});

/** One operation; its line in a file has the same fields. */
export type HistoryOperation = z.output<typeof operationLine>;

/** The lines of trials that ended in any order: by arm, then by seed. */
export function historyText(trials: readonly (readonly HistoryOperation[])[]): string {
  const armOf = ([first]: readonly HistoryOperation[]): string => first?.arm ?? '';
  const inOrder = trials.toSorted(
    (a, b) =>
      Number(armOf(a) > armOf(b)) - Number(armOf(a) < armOf(b)) || (a[0]?.seed ?? 0) - (b[0]?.seed ?? 0),
  );
  return inOrder.flatMap((trial) => trial.map((operation) => `${JSON.stringify(operation)}\n`)).join('');
}

/** Reads a history. Throws E_FILE with file and line for the first line that is none. */
export function parseHistory(text: string, file: string): HistoryOperation[] {
  const operations: HistoryOperation[] = [];
  for (const [index, line] of text.split('\n').entries())
    if (line.trim() !== '') operations.push(parseLine(line, { file, line: index + 1 }));
  if (operations.length === 0)
    throw new SimError('E_FILE', `${file} holds no operation.`, {
      hint: 'Write one with `npx antipode run <scenario> --history <file>`.',
    });
  return operations;
}

function parseLine(line: string, at: { file: string; line: number }): HistoryOperation {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch {
    throw new SimError('E_FILE', 'This line of the history is not JSON.', { at: { ...at, text: line } });
  }
  const found = operationLine.safeParse(parsed);
  if (!found.success) throw new SimError('E_FILE', complaint(found.error), { at: { ...at, text: line } });
  const { invokedUs, completedUs } = found.data;
  if (completedUs !== null && completedUs < invokedUs)
    throw new SimError(
      'E_FILE',
      `An operation cannot end (${completedUs}) before it begins (${invokedUs}).`,
      {
        at: { ...at, text: line },
      },
    );
  return found.data;
}

function complaint(error: z.ZodError): string {
  const [issue] = error.issues;
  const where = issue?.path.join('.') ?? '';
  return `This line of the history is wrong${where === '' ? '' : ` at ${where}`}: ${issue?.message ?? ''}`;
}

/** Whether a client had its answer to `before` when it, or another, asked for `after`. */
export function precedes(before: HistoryOperation, after: HistoryOperation): boolean {
  return before.completedUs !== null && before.completedUs <= after.invokedUs;
}

/** Whether it changes what the key holds. */
export function isWrite(operation: HistoryOperation): boolean {
  return operation.op !== 'read';
}
