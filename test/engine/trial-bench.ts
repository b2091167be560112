// Runs single trials of small scenarios inside the test's own process and keeps every request, store observation and emission that they made.
import { vi } from 'vitest';
import { Geography } from '../../sim/entities/geography.ts';
import { RequestWriter } from '../../sim/entities/requests.ts';
import type { HistoryOperation } from '../../sim/history/operation.ts';
import type { KernelName } from '../../sim/kernel/kernel.ts';
import type { HandlerProfile, Plan } from '../../sim/plan.ts';
import { Recorder } from '../../sim/record.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import type { Bundle, Emission, Realm } from '../../sim/runtime/types.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { resolvePlan } from '../../sim/scenario/resolve.ts';
import { scenarioSchema } from '../../sim/scenario/schema.ts';
import { runTrial } from '../../sim/trial.ts';
import type { FinishedJourney, TrialRecord } from '../../sim/trial-record.ts';
import { bundleSource } from '../runtime/run.ts';

/** A scenario as its YAML would say it; what is left out is filled in here or by the schema. */
export type ScenarioInput = Readonly<Record<string, unknown>>;

/** What a handler costs in a test: every segment of every class the same list of equally likely times. */
export interface Cost {
  readonly cpuUs?: readonly number[];
  readonly evaluateMs?: number;
  readonly firstRequestExtraMs?: number;
  readonly moduleHeapBytes?: number;
  readonly requestHeapBytes?: number;
}

/** A store observation with what the engine knew of it. */
export type SeenObservation = Parameters<Recorder['store']>[1] & Parameters<Recorder['store']>[2];

/** One trial with everything that came out of it. */
export interface TrialRun {
  readonly plan: Plan;
  readonly record: TrialRecord;
  /** Every finished request, also those outside the window. */
  readonly journeys: readonly FinishedJourney[];
  readonly observations: readonly SeenObservation[];
  readonly emissions: readonly Emission[];
  readonly history: readonly HistoryOperation[];
}

/** What one trial is made from. */
export interface TrialInput {
  readonly scenario?: ScenarioInput;
  readonly source: string;
  /** Handlers that others call, by the path that the scenario names; they cost what the first one costs. */
  readonly others?: Readonly<Record<string, string>>;
  readonly cost?: Cost;
  readonly arm?: string;
  readonly seed?: number;
  readonly kernel?: KernelName;
  readonly skipped?: ReadonlyMap<number, string>;
}

const SMALL: ScenarioInput = {
  title: 'A small world',
  rate: '20/s',
  window: '20s',
  requests: [{ name: 'home', get: '/' }],
  arms: {
    origin: { platform: 'node-origin' },
    cdn: { platform: 'cloudflare-cdn' },
    edge: { platform: 'cloudflare-workers' },
  },
};

/** The Plan of a scenario that is written as an object. */
export function planOf(scenario: ScenarioInput, bundle: Bundle, cost: Cost = {}, others: Bundles = {}): Plan {
  const checked = scenarioSchema.parse({ ...SMALL, ...scenario });
  const profileOf = ({ digest }: Bundle): HandlerProfile => ({
    bundleDigest: digest,
    measuredOn: 'a test',
    calibrationMs: 20,
    compileMs: 0,
    evaluateMs: cost.evaluateMs ?? 0,
    moduleHeapBytes: cost.moduleHeapBytes ?? 0,
    requestHeapBytes: cost.requestHeapBytes ?? 0,
    firstRequestExtraMs: cost.firstRequestExtraMs ?? 0,
    classes: Object.fromEntries(checked.requests.map(({ name }) => [name, [cost.cpuUs ?? [100]]])),
  });
  const bundles = Object.entries({ [checked.handler]: bundle, ...others });
  return resolvePlan(checked, {
    name: 'small',
    bundles: Object.fromEntries(bundles.map(([path, { digest }]) => [path, digest])),
    profiles: Object.fromEntries(bundles.map(([, one]) => [one.digest, profileOf(one)])),
    data: {},
  });
}

type Bundles = Readonly<Record<string, Bundle>>;

const webSource = buildWebSource();
const geographies = new Map<string, Geography>();

/** Geography is the same for equal networks and users, and costly to make. */
function geographyOf(plan: Plan): Geography {
  const key = JSON.stringify([plan.network, plan.workload.users.from]);
  const known = geographies.get(key) ?? new Geography(plan);
  geographies.set(key, known);
  return known;
}

/** A realm that does all that the given one does, and keeps what comes out. */
function listening(realm: Realm, emissions: Emission[]): Realm {
  return {
    begin: (options) => realm.begin(options),
    createIsolate: (bundle, options) => realm.createIsolate(bundle, options),
    answer: (opId, answer) => realm.answer(opId, answer),
    settle: () => {
      const list = realm.settle();
      emissions.push(...list);
      return list;
    },
  };
}

/** Runs one arm with one seed from beginning to end. */
export async function trial(input: TrialInput): Promise<TrialRun> {
  const kind = input.scenario?.['realm'] === 'isolate' ? 'own' : 'shared';
  const others: Record<string, Bundle> = {};
  for (const [path, source] of Object.entries(input.others ?? {}))
    others[path] = await bundleSource(source, {}, kind);
  return trialOfBundle(input, await bundleSource(input.source, {}, kind), others);
}

/** The same with a bundle that is made already. */
export async function trialOfBundle(
  input: Omit<TrialInput, 'source' | 'others'>,
  bundle: Bundle,
  others: Bundles = {},
): Promise<TrialRun> {
  const plan = planOf(input.scenario ?? {}, bundle, input.cost, others);
  const armIndex = plan.arms.findIndex(({ name }) => name === (input.arm ?? 'edge'));
  const emissions: Emission[] = [];
  const history: HistoryOperation[] = [];
  const kind = plan.realm === 'isolate' ? 'own' : 'shared';
  const options = { seed: 0, epochMs: 0, journeyKeyOf: (callId: number) => callId };
  const realm = createRealm(options, await webSource, kind);
  const journeys: FinishedJourney[] = [];
  const stores = vi.spyOn(Recorder.prototype, 'store');
  try {
    const record = runTrial({
      plan,
      armIndex,
      seed: input.seed ?? 1,
      geography: geographyOf(plan),
      writer: new RequestWriter(plan),
      bundles: { ...others, [plan.arms[armIndex]?.handler ?? '']: bundle },
      realm: listening(realm, emissions),
      kernel: input.kernel ?? 'packed',
      skipped: input.skipped ?? new Map(),
      meter: null,
      history,
      pulse: () => {},
      watcher: (journey) => journeys.push(journey.finished()),
    });
    return {
      plan,
      record,
      journeys,
      observations: stores.mock.calls.map(([, observation, details]) => ({ ...observation, ...details })),
      emissions,
      history,
    };
  } finally {
    stores.mockRestore();
  }
}

/** The bodies of all responses as texts. */
export function bodies(run: TrialRun): string[] {
  return run.emissions.flatMap((emission) =>
    emission.kind === 'response' && emission.body !== null
      ? [typeof emission.body === 'string' ? emission.body : new TextDecoder().decode(emission.body)]
      : [],
  );
}
