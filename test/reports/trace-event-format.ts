// What the Trace Event Format says of the events that we write: its JSON object form, complete events and metadata events.
import { z } from 'zod';

/** Integers of microseconds, as the tracing clock has them. */
const microseconds = z.number().int().nonnegative();
const id = z.number().int().nonnegative();

/** "X": a complete event with a start and a duration; name, cat, ph, ts, pid and tid are required. */
const complete = z.strictObject({
  ph: z.literal('X'),
  name: z.string().min(1),
  cat: z.string().min(1),
  ts: microseconds,
  dur: microseconds,
  pid: id,
  tid: id,
  args: z.record(z.string(), z.unknown()).optional(),
});

/** "M": metadata; its name says what is named, its argument `name` how. */
const metadata = z.strictObject({
  ph: z.literal('M'),
  name: z.enum(['process_name', 'thread_name']),
  pid: id,
  tid: id,
  args: z.strictObject({ name: z.string().min(1) }),
});

/** A file in the JSON object form. */
export const traceFile = z.strictObject({
  displayTimeUnit: z.enum(['ms', 'ns']),
  otherData: z.record(z.string(), z.string()),
  traceEvents: z.array(z.discriminatedUnion('ph', [complete, metadata])),
});

export type CompleteEvent = z.infer<typeof complete>;

/** Events of one thread must lie within each other or apart; these are those that cross. */
export function crossing(events: readonly CompleteEvent[]): CompleteEvent[] {
  const open: CompleteEvent[] = [];
  const sorted = events.toSorted((a, b) => a.pid - b.pid || a.tid - b.tid || a.ts - b.ts || b.dur - a.dur);
  return sorted.filter((event) => {
    const end = event.ts + event.dur;
    while (open.length > 0 && !holds(open.at(-1), event)) open.pop();
    const around = open.at(-1);
    open.push(event);
    return around !== undefined && end > around.ts + around.dur;
  });
}

function holds(outer: CompleteEvent | undefined, inner: CompleteEvent): boolean {
  return (
    outer !== undefined &&
    outer.pid === inner.pid &&
    outer.tid === inner.tid &&
    inner.ts < outer.ts + outer.dur
  );
}
