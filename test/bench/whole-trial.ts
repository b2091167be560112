// One whole trial of the real engine on the flagship's topology, ready to be run again and again in this process.
import { Geography } from '../../sim/entities/geography.ts';
import { RequestWriter } from '../../sim/entities/requests.ts';
import type { KernelName } from '../../sim/kernel/kernel.ts';
import type { HandlerProfile, Plan } from '../../sim/plan.ts';
import type { Bundle, IncomingRequest, Realm } from '../../sim/runtime/types.ts';
import { resolvePlan } from '../../sim/scenario/resolve.ts';
import { scenarioSchema } from '../../sim/scenario/schema.ts';
import { runTrial } from '../../sim/trial.ts';
import type { TrialRecord } from '../../sim/trial-record.ts';

/** A scenario as its YAML would say it, without what every bench scenario shares. */
export type BenchScenario = Readonly<Record<string, unknown>>;

const USERS = 1000;

/** Users of the whole world, Cloudflare's PoPs, anycast: the flagship's topology, and code at the edge. */
const FLAGSHIP: BenchScenario = {
  title: 'A bench',
  users: { from: 'world', count: 20_000 },
  sessions: { requests: 4, thinkTime: '10s', roaming: '10%' },
  network: { pops: 'cloudflare', routing: 'anycast', transport: 'tcp-tls1.3' },
  origin: { region: 'aws:us-east-1' },
  arms: { edge: { platform: 'cloudflare-workers' } },
  limits: { events: 1_000_000_000 },
};

/** CPU of every segment, so that bench scenarios need no profile of their own: microseconds, as hello's and the flagship's. */
const CPU_US = [5, 6, 7, 8];

/** A trial that can be run for any seed. */
interface WholeTrial {
  readonly plan: Plan;
  /** Requests as users of a trial send them, from many users at one place. */
  readonly requests: readonly IncomingRequest[];
  readonly run: (seed: number) => TrialRecord;
}

/** The plan of a bench scenario. */
function planOf(scenario: BenchScenario, bundle: Bundle): Plan {
  const checked = scenarioSchema.parse({ ...FLAGSHIP, ...scenario });
  const profile: HandlerProfile = {
    bundleDigest: bundle.digest,
    measuredOn: 'nothing: a bench',
    calibrationMs: 20,
    compileMs: 0,
    evaluateMs: 0,
    moduleHeapBytes: 0,
    requestHeapBytes: 0,
    firstRequestExtraMs: 0,
    classes: Object.fromEntries(checked.requests.map(({ name }) => [name, [CPU_US]])),
  };
  return resolvePlan(checked, {
    name: 'bench',
    bundles: { [checked.handler]: bundle.digest },
    profiles: { [bundle.digest]: profile },
    data: {},
  });
}

/** Makes geography and writer once, as a thread does for all its trials. */
export function wholeTrial(
  scenario: BenchScenario,
  use: { readonly bundle: Bundle; readonly realm: Realm; readonly kernel?: KernelName },
): WholeTrial {
  const plan = planOf(scenario, use.bundle);
  const geography = new Geography(plan);
  const writer = new RequestWriter(plan);
  return {
    plan,
    requests: requestsOf(plan, writer, geography),
    run: (seed) =>
      runTrial({
        plan,
        armIndex: 0,
        seed,
        geography,
        writer,
        bundles: { [plan.arms[0]?.handler ?? '']: use.bundle },
        realm: use.realm,
        kernel: use.kernel ?? 'packed',
        skipped: new Map(),
        meter: null,
        pulse: () => {},
      }),
  };
}

function requestsOf(plan: Plan, writer: RequestWriter, geography: Geography): IncomingRequest[] {
  const [kind] = plan.workload.classes;
  const [place] = geography.places;
  if (kind === undefined || place === undefined) throw new Error('a plan without requests or users');
  return Array.from({ length: USERS }, (_, user) =>
    writer.write({
      class: kind,
      session: { user, number: user, next: 0 },
      cfJson: writer.cfJson({ place, colo: 'FRA' }),
      rttUs: 20_000,
      tellsOfClient: true,
    }),
  );
}

/** Requests of a trial in a second; all must have gone well. */
export function trialRate(run: () => { readonly counters: Readonly<Record<string, number>> }): number {
  const start = process.hrtime.bigint();
  const { counters } = run();
  const { requests = 0, ok = 0 } = counters;
  if (requests === 0 || ok < requests) throw new Error(`${ok} of ${requests} requests went well`);
  return (requests * 1e9) / Number(process.hrtime.bigint() - start);
}
