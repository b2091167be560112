// Real trials for the promises of stores: random traffic on the world's map, cables cut and sites closed as the seed says, every operation taken down.
import { Geography } from '../../sim/entities/geography.ts';
import { RequestWriter } from '../../sim/entities/requests.ts';
import type { HistoryOperation } from '../../sim/history/operation.ts';
import type { HandlerProfile, Plan } from '../../sim/plan.ts';
import { labelHash, uniform } from '../../sim/random.ts';
import { bundleHandler } from '../../sim/runtime/bundle.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import type { Bundle, Realm } from '../../sim/runtime/types.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { resolvePlan } from '../../sim/scenario/resolve.ts';
import { scenarioSchema } from '../../sim/scenario/schema.ts';
import { runTrial } from '../../sim/trial.ts';

const HANDLER = 'test/promises/handler.ts';
const LABEL = labelHash('faults of a promise');

/** From then on nobody writes, and whatever was broken is mended soon after. */
const QUIET_FROM_S = 120;
const WINDOW_S = 300;
export const LONGEST_FAULT_S = 40;
const EARLIEST_FAULT_S = 5;

/** What may break: the home of every store, sites near users, and cables between them and the home. */
const BREAKABLE: readonly { cut?: string; close?: string }[] = [
  { close: 'aws:us-east-1' },
  ...['SIN', 'LHR', 'GRU', 'JNB', 'BOM', 'IAD', 'FRA'].map((close) => ({ close })),
  ...['Red Sea', 'West Africa', 'Luzon Strait', 'East Africa'].map((cut) => ({ cut })),
];
const FAULTS = 4;

/** The faults of a seed, as a scenario would say them. */
export function faultsOf(seed: number): { cut?: string; close?: string; from: string; to: string }[] {
  return Array.from({ length: FAULTS }, (_, n) => {
    const draw = (m: number): number => uniform(seed, n, LABEL, m);
    const fromS = EARLIEST_FAULT_S + Math.floor(draw(1) * (QUIET_FROM_S - EARLIEST_FAULT_S));
    const toS = fromS + 1 + Math.floor(draw(2) * LONGEST_FAULT_S);
    const what = BREAKABLE[Math.floor(draw(0) * BREAKABLE.length)] ?? {};
    return { ...what, from: `${fromS}s`, to: `${toS}s` };
  });
}

const HOME = 'aws:us-east-1';
const REPLICAS = ['aws:eu-west-1', 'aws:ap-southeast-1', 'aws:sa-east-1'];
/** How often embedded replicas fetch what is new. */
export const SYNC_S = 5;
const STORES = [
  'kv',
  'r2',
  'object',
  'primary',
  'session',
  'replica',
  'redis',
  'redis-tokenless',
  'turso',
  'turso-replica',
  'kvs',
  'edge-config',
];

/** What the SQL databases hold at first. */
const TABLE = [
  { sql: 'CREATE TABLE r(k TEXT PRIMARY KEY, v TEXT)' },
  { sql: "INSERT INTO r VALUES ('left', ''), ('right', '')" },
];

/** What the stores hold at first whose reads fail for a key that is not there. */
const ENTRIES = ['left', 'right'].map((key) => ({ key, value: '""' }));

function arm(store: string): object {
  return { platform: 'cloudflare-workers', vars: { STORE: store } };
}

function planOf(seed: number, bundle: Bundle): Plan {
  const scenario = {
    title: 'Promises',
    handler: HANDLER,
    rate: '0.6/s',
    window: `${WINDOW_S}s`,
    users: {
      from: {
        cities: [
          'Singapore,SG',
          'London,GB',
          'São Paulo,BR',
          'Johannesburg,ZA',
          'Mumbai,IN',
          'New York City,US',
        ],
      },
      count: 1_000_000,
    },
    sessions: { requests: 1 },
    network: { routing: 'nearest' },
    faults: faultsOf(seed),
    vars: { QUIET_FROM: '0' },
    requests: [{ name: 'client', get: '/' }],
    stores: {
      KV: { kind: 'workers-kv', home: HOME },
      BUCKET: { kind: 'r2', home: HOME },
      REDIS: {
        kind: 'upstash-redis',
        home: HOME,
        replicas: REPLICAS,
      },
      RULES: { kind: 'cloudfront-kvs', home: HOME, seed: ENTRIES },
      FLAGS: { kind: 'edge-config', home: HOME, seed: ENTRIES },
      REGISTER: { kind: 'durable-objects', class: 'Register' },
      DB: {
        kind: 'd1',
        home: HOME,
        seed: TABLE,
      },
      LIBSQL: { kind: 'turso', home: HOME, seed: TABLE },
      REPLICATED: {
        kind: 'turso',
        home: HOME,
        seed: TABLE,
        replicas: REPLICAS,
        options: { syncInterval: `${SYNC_S}s` },
      },
    },
    origin: { region: HOME },
    arms: Object.fromEntries(STORES.map((name) => [name, arm(name)])),
  };
  const profile: HandlerProfile = {
    bundleDigest: bundle.digest,
    measuredOn: 'a test',
    calibrationMs: 20,
    compileMs: 0,
    evaluateMs: 0,
    moduleHeapBytes: 0,
    requestHeapBytes: 0,
    firstRequestExtraMs: 0,
    classes: { client: [[100]] },
  };
  const resolved = resolvePlan(scenarioSchema.parse(scenario), {
    name: 'promises',
    bundles: { [HANDLER]: bundle.digest },
    profiles: { [bundle.digest]: profile },
    data: {},
  });
  const quietFrom = String(resolved.epochMs + QUIET_FROM_S * 1000);
  return {
    ...resolved,
    arms: resolved.arms.map((one) => ({ ...one, vars: { ...one.vars, QUIET_FROM: quietFrom } })),
  };
}

/** What trials of all seeds share. */
export interface Laboratory {
  readonly bundle: Bundle;
  readonly realm: Realm;
}

/** Bundles the handler and makes the realm it runs in. */
export async function openLaboratory(): Promise<Laboratory> {
  const realm = createRealm(
    { seed: 0, epochMs: 0, journeyKeyOf: (callId) => callId },
    await buildWebSource(),
  );
  return { bundle: await bundleHandler(HANDLER), realm };
}

/** The histories of all arms with one seed. */
export function historiesOf({ bundle, realm }: Laboratory, seed: number): HistoryOperation[] {
  const plan = planOf(seed, bundle);
  const geography = new Geography(plan);
  const writer = new RequestWriter(plan);
  return plan.arms.flatMap((_arm, armIndex) => {
    const history: HistoryOperation[] = [];
    runTrial({
      plan,
      armIndex,
      seed,
      geography,
      writer,
      bundles: { [HANDLER]: bundle },
      realm,
      kernel: 'packed',
      skipped: new Map(),
      meter: null,
      history,
      pulse: () => {},
    });
    return history;
  });
}
