// The kept journeys as a trace in simulated time for ui.perfetto.dev and chrome://tracing: tracks for PoPs, isolates and stores.
// The format is the JSON of the Trace Event Format (Google, "Trace Event Format", 2016): times in microseconds.
import { US_PER_MS } from '../sim/units.ts';
import { keptJourneys } from './kept-journeys.ts';
import type { ArmResult, JourneyResult, RunResult } from './result.ts';
import { plainText } from './text.ts';

/** What is drawn as a box on a track. */
interface Slice {
  readonly name: string;
  readonly category: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly args?: Readonly<Record<string, string | number | boolean>>;
}

/** Slices that belong on one row and lie within each other; rows that collide are put below one another. */
interface Bundle {
  readonly process: string;
  readonly track: string;
  readonly slices: readonly Slice[];
}

/** The trace as JSON text. */
export function renderPerfetto(result: RunResult): string {
  const bundles = result.arms.flatMap((arm) => [...journeyBundles(arm), ...writeBundles(arm)]);
  const otherData = {
    scenario: plainText(result.scenario.title, 160),
    planDigest: result.planDigest,
    engine: plainText(result.engineVersion, 40),
    time: 'simulated; zero is the start of the simulation',
  };
  const events = traceEvents(bundles).map((event) => JSON.stringify(event));
  return `{"displayTimeUnit":"ms","otherData":${JSON.stringify(otherData)},"traceEvents":[\n${events.join(',\n')}\n]}\n`;
}

/** Seeds are worlds of their own that share no time, so each has its own tracks. */
function journeyBundles(arm: ArmResult): Bundle[] {
  return keptJourneys(arm).flatMap(({ journey }): Bundle[] => {
    const process = `${plainText(arm.name, 24)} · ${plainText(journey.pop, 24)}`;
    const phases = journey.phases.map((phase) => slicesOf(journey, phase));
    const part = (kinds: readonly string[]): Slice[] =>
      phases.filter((slice) => kinds.includes(slice.category));
    const seed = `seed ${journey.seed}`;
    return [
      { process, track: `journeys, ${seed}`, slices: [journeySlice(journey), ...phases] },
      ...part(['coldStart', 'cpu']).map((one) => ({
        process,
        track: `isolate, ${seed}`,
        slices: [{ ...one, name: `${one.name} for ${journeyName(journey)}` }],
      })),
      ...part(['store']).map((one) => ({ process, track: `store, ${seed}`, slices: [one] })),
    ];
  });
}

function journeyName({ method, path, id }: JourneyResult): string {
  return `${plainText(method, 10)} ${plainText(path, 80)} #${id}`;
}

function journeySlice(journey: JourneyResult): Slice {
  const { startMs, totalMs, phases, user } = journey;
  return {
    name: journeyName(journey),
    category: 'journey',
    startMs,
    endMs: startMs + Math.max(totalMs, ...phases.map((phase) => phase.endMs)),
    args: {
      class: plainText(journey.class, 80),
      user: plainText(`${user.name}, ${user.country}`, 80),
      status: journey.status,
      outcome: plainText(journey.outcome, 40),
      cold: journey.cold,
      cache: plainText(journey.cache, 20),
      newConnection: journey.newConnection,
      rttMs: journey.rttMs,
      ttfbMs: journey.ttfbMs,
    },
  };
}

function slicesOf(journey: JourneyResult, phase: JourneyResult['phases'][number]): Slice {
  const note = phase.note === undefined ? '' : plainText(phase.note, 120);
  return {
    name: note === '' || phase.kind === 'cpu' ? phase.kind : `${phase.kind}: ${note}`,
    category: phase.kind,
    startMs: journey.startMs + phase.startMs,
    endMs: journey.startMs + phase.endMs,
    ...(note !== '' && { args: { note } }),
  };
}

/** The followed writes of a store: the way to its home, then the way out to the last PoP. */
function writeBundles(arm: ArmResult): Bundle[] {
  return arm.spreads.map((spread) => {
    const lastMs = Math.max(0, ...spread.visible.map((one) => one.ms));
    const endMs = Math.max(spread.committedMs, spread.issuedMs + lastMs);
    const key = plainText(spread.key, 80);
    const slice = (name: string, from: number, to: number): Slice => ({
      name,
      category: 'write',
      startMs: from,
      endMs: to,
      args: { key, pop: plainText(spread.pop, 24), pops: spread.visible.length },
    });
    return {
      process: `${plainText(arm.name, 24)} · store ${plainText(spread.store, 40)}, home ${plainText(spread.home.name, 40)}`,
      track: `writes, seed ${spread.seed}`,
      slices: [
        slice(`write ${key}`, spread.issuedMs, endMs),
        slice('to its home', spread.issuedMs, spread.committedMs),
        slice('until visible everywhere', spread.committedMs, endMs),
      ],
    };
  });
}

type TraceEvent = Readonly<Record<string, unknown>>;

/** Complete events ("X") on tracks, and the names of the tracks ("M"). */
function traceEvents(bundles: readonly Bundle[]): TraceEvent[] {
  const names: TraceEvent[] = [];
  const events: TraceEvent[] = [];
  const processes = new Map<string, number>();
  const lanes = new Map<string, { tid: number; freeMs: number }[]>();
  let tids = 0;
  const sorted = bundles.toSorted((a, b) => (a.slices[0]?.startMs ?? 0) - (b.slices[0]?.startMs ?? 0));
  for (const { process, track, slices } of sorted) {
    const pid = processes.get(process) ?? processes.size + 1;
    if (!processes.has(process)) {
      processes.set(process, pid);
      names.push({ ph: 'M', name: 'process_name', pid, tid: 0, args: { name: process } });
    }
    const rows = lanes.get(`${pid} ${track}`) ?? [];
    lanes.set(`${pid} ${track}`, rows);
    const startMs = Math.min(...slices.map((one) => one.startMs));
    let lane = rows.find((row) => row.freeMs <= startMs);
    if (lane === undefined) {
      lane = { tid: ++tids, freeMs: 0 };
      rows.push(lane);
      const name = rows.length === 1 ? track : `${track} (${rows.length})`;
      names.push({ ph: 'M', name: 'thread_name', pid, tid: lane.tid, args: { name } });
    }
    lane.freeMs = Math.max(...slices.map((one) => one.endMs));
    for (const slice of slices) events.push(completeEvent(slice, { pid, tid: lane.tid }));
  }
  return [...names, ...events];
}

/** Start and end are rounded to the engine's microseconds, so that neighbours meet and children stay inside. */
function completeEvent(slice: Slice, at: { pid: number; tid: number }): TraceEvent {
  const ts = Math.round(slice.startMs * US_PER_MS);
  const dur = Math.round(slice.endMs * US_PER_MS) - ts;
  const args = slice.args === undefined ? {} : { args: slice.args };
  return { ph: 'X', name: slice.name, cat: slice.category, ...at, ts, dur, ...args };
}
