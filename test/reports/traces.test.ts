// Journeys for other tools: the trace for Perfetto, OpenTelemetry spans and the Parquet table are read back by readers that are not ours.
import { parquetReadObjects, parquetSchema, parquetMetadata } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keptJourneys } from '../../reports/kept-journeys.ts';
import { renderOtlp } from '../../reports/otlp.ts';
import { renderParquet } from '../../reports/parquet.ts';
import { renderPerfetto } from '../../reports/perfetto.ts';
import type { JourneyResult, RunResult } from '../../reports/result.ts';
import otlpSchema from './otlp-trace.schema.json' with { type: 'json' };
import { syntheticResult } from './synthetic.ts';
import { crossing, traceFile } from './trace-event-format.ts';
import type { CompleteEvent } from './trace-event-format.ts';

function journeysOf(result: RunResult): JourneyResult[] {
  return result.arms.flatMap((arm) => keptJourneys(arm).map(({ journey }) => journey));
}

describe('the journeys that are kept', () => {
  it('stand once each, even when one is both in the sample and among the slowest', () => {
    const arm = syntheticResult().arms[2];
    if (arm === undefined) throw new Error('no edge');
    const [twice] = arm.journeys.slowest;
    if (twice === undefined) throw new Error('no journey');
    arm.journeys.sample = [twice];
    const kept = keptJourneys(arm);
    expect(kept).toHaveLength(arm.journeys.slowest.length);
    expect(kept.filter((one) => one.kept === 'sample')).toHaveLength(1);
  });
});

describe('the trace for Perfetto', () => {
  const read = (result: RunResult): CompleteEvent[] =>
    traceFile
      .parse(JSON.parse(renderPerfetto(result)))
      .traceEvents.flatMap((event) => (event.ph === 'X' ? [event] : []));

  it('is of the Trace Event Format, with a name for every process and thread', () => {
    const { traceEvents } = traceFile.parse(JSON.parse(renderPerfetto(syntheticResult())));
    const named = new Set(
      traceEvents.flatMap((event) => (event.ph === 'M' ? [`${event.name} ${event.pid} ${event.tid}`] : [])),
    );
    for (const event of traceEvents) {
      expect(named).toContain(`process_name ${event.pid} 0`);
    }
    const tracks = traceEvents.filter((event) => event.ph === 'X');
    for (const { pid, tid } of tracks) expect(named).toContain(`thread_name ${pid} ${tid}`);
  });

  it('holds each journey once, as long as it was, in simulated microseconds', () => {
    const result = syntheticResult();
    const drawn = read(result).filter((event) => event.cat === 'journey');
    const journeys = journeysOf(result);
    expect(drawn).toHaveLength(journeys.length);
    const starts = drawn.map((event) => event.ts).toSorted((a, b) => a - b);
    expect(starts).toEqual(journeys.map((one) => Math.round(one.startMs * 1000)).toSorted((a, b) => a - b));
  });

  it('lets no two slices of a track cross', () => {
    expect(crossing(read(syntheticResult()))).toEqual([]);
  });

  it('finds slices that do cross', () => {
    const event = (ts: number, dur: number): CompleteEvent => ({
      ph: 'X',
      name: 'x',
      cat: 'x',
      pid: 1,
      tid: 1,
      ts,
      dur,
    });
    expect(crossing([event(0, 10), event(2, 3), event(5, 5), event(10, 5)])).toEqual([]);
    expect(crossing([event(0, 10), event(5, 10)])).toHaveLength(1);
  });

  it('has tracks for journeys, isolates, stores and followed writes', () => {
    const { traceEvents } = traceFile.parse(JSON.parse(renderPerfetto(syntheticResult())));
    const names = traceEvents.flatMap((event) => (event.ph === 'M' ? [event.args.name] : [])).join('\n');
    for (const track of [
      /^edge · [A-Z]{3}$/m,
      /^journeys, seed \d/m,
      /^isolate, /m,
      /^store, /m,
      /^writes, /m,
    ])
      expect(names).toMatch(track);
  });
});

describe('OpenTelemetry traces', () => {
  const schema = z.fromJSONSchema(otlpSchema as Parameters<typeof z.fromJSONSchema>[0]);
  const spansOf = (result: RunResult) =>
    (
      JSON.parse(renderOtlp(result)) as {
        resourceSpans: { scopeSpans: { spans: Record<string, string>[] }[] }[];
      }
    ).resourceSpans.flatMap((one) => one.scopeSpans.flatMap((scope) => scope.spans));

  it('are what the schema of the trace message asks for', () => {
    expect(schema.safeParse(JSON.parse(renderOtlp(syntheticResult()))).error).toBeUndefined();
  });

  it('would be refused by that schema with a wrong id', () => {
    const broken: unknown = JSON.parse(renderOtlp(syntheticResult()).replace(/"traceId":"./, '"traceId":"'));
    expect(schema.safeParse(broken).success).toBe(false);
  });

  it('have a root for each journey and children that lie within it', () => {
    const result = syntheticResult();
    const spans = spansOf(result);
    const roots = new Map(
      spans.filter((span) => span['parentSpanId'] === undefined).map((span) => [span['spanId'], span]),
    );
    expect(roots.size).toBe(journeysOf(result).length);
    expect(new Set(spans.map((span) => span['spanId'])).size).toBe(spans.length);
    for (const span of spans) {
      const root = roots.get(span['parentSpanId'] ?? span['spanId'] ?? '');
      expect(span['traceId']).toBe(root?.['traceId']);
      const nano = (name: string, of = span): bigint => BigInt(of[name] ?? '0');
      expect(nano('startTimeUnixNano') >= nano('startTimeUnixNano', root)).toBe(true);
      expect(nano('endTimeUnixNano') <= nano('endTimeUnixNano', root)).toBe(true);
    }
  });

  it('begin at the epoch of the plan, to the microsecond', () => {
    const result = { ...syntheticResult(), plan: { epochMs: Date.UTC(2026, 5, 1, 12) } };
    const first = Math.min(...journeysOf(result).map((one) => Math.round(one.startMs * 1000)));
    const times = spansOf(result).map((span) => BigInt(span['startTimeUnixNano'] ?? '0'));
    const earliest = times.reduce((a, b) => (a < b ? a : b));
    expect(earliest).toBe(BigInt(result.plan.epochMs) * 1_000_000n + BigInt(first) * 1000n);
  });
});

describe('the Parquet table', () => {
  const buffer = (result: RunResult): ArrayBuffer => {
    const bytes = renderParquet(result);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  };

  it('holds every kept journey with the same figures', async () => {
    const result = syntheticResult();
    const rows = await parquetReadObjects({ file: buffer(result) });
    const journeys = journeysOf(result);
    expect(rows).toHaveLength(journeys.length);
    journeys.forEach((journey, i) => {
      expect(rows[i]).toMatchObject({
        seed: BigInt(journey.seed),
        id: BigInt(journey.id),
        ttfbMs: journey.ttfbMs,
        userPlace: journey.user.name,
        pop: journey.pop,
        status: journey.status,
        cold: journey.cold,
      });
    });
  });

  it('has phases that add up to the first byte', async () => {
    const kinds = [
      'dns',
      'connect',
      'tls',
      'uplink',
      'queue',
      'coldStart',
      'cpu',
      'store',
      'subrequest',
      'downlink',
    ];
    for (const row of await parquetReadObjects({ file: buffer(syntheticResult()) })) {
      const sum = kinds.reduce((total, kind) => total + Number(row[`${kind}Ms`]), 0);
      expect(sum).toBeCloseTo(Number(row['ttfbMs']), 6);
    }
  });

  it('names its columns once, without nulls', () => {
    const { children } = parquetSchema(parquetMetadata(buffer(syntheticResult())));
    expect(new Set(children.map((one) => one.element.name)).size).toBe(children.length);
    expect(children.every((one) => one.element.repetition_type === 'REQUIRED')).toBe(true);
  });

  it('can be empty', async () => {
    const result = syntheticResult();
    for (const arm of result.arms) arm.journeys = { sample: [], slowest: [] };
    expect(await parquetReadObjects({ file: buffer(result) })).toEqual([]);
  });
});
