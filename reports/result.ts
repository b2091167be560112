// RunResult version 1: the contract of a finished run. Reports are pure functions of it; the engine fills it and knows no report.
import * as z from 'zod';
import { placeSchema as place, storeSchema } from './result-stores.ts';

const count = z.number().int().nonnegative();

const histogram = z
  .strictObject({
    count,
    sum: z.number(),
    min: z.number(),
    max: z.number(),
    buckets: z.array(z.number().int()).describe('Bucket numbers, ascending; bucketMiddle() gives the value.'),
    counts: z.array(count).describe('How many values fell into each bucket.'),
  })
  .describe(
    'Log-linear histogram of integers (microseconds or bytes) with 128 buckets per power of two; merges exactly.',
  );

/** The kinds of phase that a journey is made of, in the order in which they first come. */
export const PHASE_KINDS = [
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
] as const;

const phase = z.strictObject({
  kind: z.enum(PHASE_KINDS),
  startMs: z.number().describe('Since the journey began.'),
  endMs: z.number(),
  note: z.string().optional().describe('For instance the store operation and the tier that answered.'),
});

const journey = z
  .strictObject({
    id: z.number().int(),
    seed: z.number().int(),
    startMs: z.number(),
    class: z.string(),
    user: place,
    pop: z.string().describe('Code of the PoP or region that served.'),
    method: z.string(),
    path: z.string(),
    status: z.number().int(),
    outcome: z.string(),
    cold: z.boolean(),
    cache: z.string().describe('hit, miss, bypass or none'),
    newConnection: z.boolean(),
    rttMs: z.number(),
    ttfbMs: z.number(),
    totalMs: z.number(),
    phases: z.array(phase),
  })
  .describe('One request from start to end.');

const pop = z.strictObject({
  code: z.string(),
  name: z.string(),
  country: z.string(),
  lat: z.number(),
  lon: z.number(),
  requests: count,
  coldStarts: count,
  users: count.describe('User places routed here.'),
  ttfb: histogram,
});

const spread = z
  .strictObject({
    key: z.string(),
    store: z.string(),
    seed: z.number().int(),
    pop: z.string().describe('Where the write was issued.'),
    home: place,
    issuedMs: z.number(),
    committedMs: z.number(),
    visible: z.array(
      z.strictObject({
        pop: z.string(),
        lat: z.number(),
        lon: z.number(),
        ms: z.number().describe('From issue to visible at this PoP.'),
        cached: z.boolean().describe('Whether the PoP held a copy when the write was committed.'),
      }),
    ),
  })
  .describe('One write spreading over the world.');

const series = z
  .strictObject({
    stepMs: z.number().positive(),
    columns: z.record(z.string(), z.array(z.number())).describe('Totals per step, over all seeds.'),
  })
  .describe('Totals over simulated time.');

const interval = z
  .strictObject({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
  .describe('Estimate with its 95 % interval over seeds (Student t); null where too few requests or seeds.');

const bill = z
  .strictObject({
    monthDays: z.number(),
    scale: z.number().describe('Months are this many times the measured windows together.'),
    usage: z
      .record(z.string(), z.number())
      .describe('What was used in all windows, by meter: own.cpuMs, pop.egressBytes:US, ops.workers-kv.get.'),
    items: z.array(
      z.strictObject({
        item: z.string(),
        meter: z.string(),
        quantity: z.number().describe('A month, in the unit.'),
        unit: z.string(),
        included: z.number().describe('Of it, without charge each month.'),
        priceUsd: z.number().describe('For one of the unit; larger quantities may be cheaper.'),
        usd: z.number(),
        source: z.string(),
        retrieved: z.string(),
        confidence: z.enum(['measured', 'documented', 'assumed']),
      }),
    ),
    totalUsd: z.number().describe('A month.'),
  })
  .describe('What a month of this traffic costs: the measured window, repeated.');

const arm = z.strictObject({
  name: z.string(),
  platform: z.string(),
  platformTitle: z.string(),
  region: place.describe('Where the origin of this arm stands.'),
  popNetwork: z.string(),
  summary: z
    .record(z.string(), z.number())
    .describe('Metric name to number over all seeds; names and units: table `metrics`.'),
  perSeed: z.record(z.string(), z.array(z.number().nullable())).describe('The same metrics seed by seed.'),
  histograms: z
    .record(z.string(), z.record(z.string(), histogram))
    .describe('By metric, then by slice: all, continent:EU, country:SG, connection:new.'),
  phasesByTtfb: z
    .strictObject({
      upToUs: z.array(z.number()).describe('Upper TTFB edge of each band, ascending.'),
      counts: z.array(count),
      sumsUs: z
        .record(z.string(), z.array(z.number()))
        .describe('Per phase: total microseconds before the first byte in each band.'),
    })
    .describe('What TTFB consists of, by bands of TTFB.'),
  outcomes: z.record(z.string(), count),
  counters: z.record(z.string(), count),
  series,
  pops: z.array(pop),
  journeys: z.strictObject({ sample: z.array(journey), slowest: z.array(journey) }),
  spreads: z.array(spread),
  stores: z
    .array(storeSchema)
    .optional()
    .describe('Absent from results of versions that did not tell stores apart.'),
  errors: z.array(
    z.strictObject({
      outcome: z.string(),
      handler: z.string(),
      pop: z.string(),
      request: z.string(),
      message: z.string(),
      times: count,
    }),
  ),
  bill: bill.optional().describe('Absent from results of versions that did not compute it.'),
});

const pair = z
  .strictObject({
    arm: z.string(),
    baseline: z.string(),
    metric: z.string(),
    slice: z.string(),
    requests: count,
    meanDifference: interval,
    quantileDifference: z
      .record(z.string(), interval)
      .describe('Difference of quantiles over all requests: p50, p75, p95, p99.'),
    differenceQuantile: z
      .record(z.string(), z.number())
      .describe('Quantiles of the per-request difference in the paired sample.'),
    fasterShare: z.number().describe('Share of paired requests that were faster than at the baseline.'),
  })
  .describe('Arm minus baseline, request by request; milliseconds.');

const constant = z.strictObject({
  name: z.string(),
  value: z.union([z.number(), z.string()]),
  unit: z.string(),
  source: z.string(),
  retrieved: z.string(),
  confidence: z.enum(['measured', 'documented', 'assumed']),
});

/** The zod schema of RunResult version 1; the published JSON Schema is made from it. */
export const runResultSchema = z.strictObject({
  kind: z.literal('antipode-run'),
  version: z.literal(1),
  partial: z
    .boolean()
    .describe('True when the run was interrupted: only the trials listed in `seeds` of each arm are in.'),
  scenario: z.strictObject({ name: z.string(), title: z.string(), question: z.string(), path: z.string() }),
  planDigest: z.string(),
  plan: z.record(z.string(), z.unknown()).describe('The resolved Plan, whole.'),
  engineVersion: z.string(),
  seeds: z.array(z.number().int()),
  baseline: z.string(),
  windowMs: z.number(),
  warmupMs: z.number(),
  requestsPerSecond: z.number(),
  requestsPerArm: count,
  data: z.record(z.string(), z.string()).describe('Data files by name, with their versions.'),
  rttAccuracy: z.string().describe('One line: how accurate the RTTs are.'),
  metrics: z.record(
    z.string(),
    z.strictObject({ unit: z.string(), meaning: z.string(), better: z.enum(['lower', 'higher', 'neither']) }),
  ),
  userPlaces: z
    .array(place.extend({ requests: count }))
    .describe('Places of users with the requests they sent in the baseline arm.'),
  probes: z
    .array(
      z.strictObject({
        name: z.string(),
        from: place,
        to: place,
        backboneMs: z.number(),
        transitMs: z.number(),
        fibreBoundMs: z.number(),
        measuredMs: z.string(),
      }),
    )
    .describe('Well-known paths, for the claims: Singapore to Virginia among them.'),
  arms: z.array(arm).min(1),
  pairs: z.array(pair),
  thresholds: z.array(
    z.strictObject({
      text: z.string(),
      ok: z.boolean(),
      value: z.number().nullable(),
      limit: z.number().nullable(),
      low: z.number().nullable(),
      high: z.number().nullable(),
    }),
  ),
  constants: z.array(constant),
  warnings: z.array(z.string()),
  machine: z
    .record(z.string(), z.unknown())
    .describe('Figures of the machine that ran it: the only part that varies between equal runs.'),
});

export type RunResult = z.infer<typeof runResultSchema>;
export type ArmResult = RunResult['arms'][number];
export type PairResult = RunResult['pairs'][number];
export type JourneyResult = z.infer<typeof journey>;
export type PhaseKind = z.infer<typeof phase>['kind'];
export type BillResult = z.infer<typeof bill>;
export type SpreadResult = z.infer<typeof spread>;
export type StoreResult = z.infer<typeof storeSchema>;
export type PlaceResult = z.infer<typeof place>;

/** The JSON Schema (2020-12) of RunResult, as published. */
export function runResultJsonSchema(): unknown {
  return z.toJSONSchema(runResultSchema);
}
