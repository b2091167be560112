// What each store promises, as a table: which properties hold in every history, which one does not, and how stale a read may be.
import { checkHistory, type PropertyReport } from '../../sim/history/check.ts';
import type { HistoryOperation } from '../../sim/history/operation.ts';
import { accountOf } from './accounts.ts';
import { LONGEST_FAULT_S, SYNC_S } from './traffic.ts';
import { type Property, PROPERTY_NAMES } from '../../sim/history/verdict.ts';
import { CLOUDFRONT_KVS_FIGURES } from '../../sim/stores/cloudfront-kvs.ts';
import { EDGE_CONFIG_FIGURES } from '../../sim/stores/edge-config.ts';
import { KV_FIGURES } from '../../sim/stores/workers-kv-figures.ts';
import { US_PER_SECOND } from '../../sim/units.ts';

const SESSIONS = ['read-your-writes', 'monotonic-reads', 'monotonic-writes', 'writes-follow-reads'] as const;

/** The longest way over the backbone of the world there and back, twice: an operation may overtake news by so much. */
const TRAVEL_S = 2;
/** A copy lives so long in a PoP, filled from a regional copy that had not heard of the write yet. */
const KV_BOUND_S = KV_FIGURES.defaultTtlS.value + KV_FIGURES.purgeHighS.value + TRAVEL_S;
/** Embedded replicas fetch so often, and what they fetch has to travel. */
const SYNC_BOUND_S = SYNC_S + TRAVEL_S;
/** What is pushed whole to every site arrives within so long, where a site is cut off so much later: what runs there goes on reading what it has. */
const KVS_BOUND_S = CLOUDFRONT_KVS_FIGURES.pushHighMs.value / 1000 + TRAVEL_S + LONGEST_FAULT_S;
const EDGE_CONFIG_BOUND_S = EDGE_CONFIG_FIGURES.pushHighMs.value / 1000 + TRAVEL_S + LONGEST_FAULT_S;
/** Ways of a log to replicas, and what is drawn on top of it. */
const LOG_BOUND_S = 1;

/** One store, or one way to use it. */
export interface PromiseRow {
  /** The arm of the traffic. */
  readonly arm: string;
  readonly title: string;
  /** Kept in every history. */
  readonly kept: readonly Property[];
  /** Not promised, and seen to be broken in some. */
  readonly broken: readonly Property[];
  /** No read misses a write that was answered longer ago. */
  readonly boundS: number;
}

export const PROMISES: readonly PromiseRow[] = [
  { arm: 'object', title: 'Durable Objects', kept: PROPERTY_NAMES, broken: [], boundS: 0 },
  { arm: 'primary', title: 'D1 at its primary', kept: PROPERTY_NAMES, broken: [], boundS: 0 },
  { arm: 'r2', title: 'R2', kept: PROPERTY_NAMES, broken: [], boundS: 0 },
  {
    arm: 'session',
    title: 'D1, sessions that pass on a bookmark',
    kept: ['sequential', ...SESSIONS, 'bounded-staleness', 'convergence'],
    broken: ['linearizable'],
    boundS: LOG_BOUND_S,
  },
  {
    arm: 'replica',
    title: 'D1, nearest replica without a bookmark',
    kept: ['bounded-staleness', 'convergence'],
    broken: ['linearizable', 'sequential', 'read-your-writes'],
    boundS: LOG_BOUND_S,
  },
  {
    arm: 'redis',
    title: 'Upstash Redis, causal by its sync token',
    kept: ['sequential', ...SESSIONS, 'bounded-staleness', 'convergence'],
    broken: ['linearizable'],
    boundS: LOG_BOUND_S,
  },
  {
    arm: 'redis-tokenless',
    title: 'Upstash Redis without its sync token',
    kept: ['bounded-staleness', 'convergence'],
    broken: ['linearizable'],
    boundS: LOG_BOUND_S,
  },
  {
    arm: 'turso',
    title: 'Turso at its primary',
    kept: PROPERTY_NAMES,
    broken: [],
    boundS: 0,
  },
  {
    arm: 'turso-replica',
    title: 'Turso, nearest embedded replica',
    kept: ['bounded-staleness', 'convergence'],
    broken: ['linearizable'],
    boundS: SYNC_BOUND_S,
  },
  {
    arm: 'kvs',
    title: 'CloudFront KeyValueStore',
    kept: ['monotonic-reads', 'bounded-staleness', 'convergence'],
    broken: ['linearizable', 'read-your-writes'],
    boundS: KVS_BOUND_S,
  },
  {
    arm: 'edge-config',
    title: 'Vercel Edge Config',
    kept: ['monotonic-reads', 'bounded-staleness', 'convergence'],
    broken: ['linearizable', 'read-your-writes'],
    boundS: EDGE_CONFIG_BOUND_S,
  },
  {
    arm: 'kv',
    title: 'Workers KV',
    kept: ['bounded-staleness', 'convergence'],
    broken: ['linearizable'],
    boundS: KV_BOUND_S,
  },
];

/** How one store stood in one history. */
export interface Stood {
  readonly row: PromiseRow;
  readonly operations: number;
  /** Operations whose answer never came. */
  readonly unanswered: number;
  /** Reads that saw what somebody wrote at another PoP. */
  readonly carried: number;
  readonly of: (property: Property) => PropertyReport;
  /** Promises that were not kept, in words; empty when all were. */
  readonly breaches: readonly string[];
}

/** Holds one seed's histories against the table. */
export function stand(history: readonly HistoryOperation[]): Stood[] {
  return PROMISES.map((row) => {
    const operations = history.filter(({ arm }) => arm === row.arm);
    const [report] = checkHistory(operations, row.boundS * US_PER_SECOND);
    const of = (property: Property): PropertyReport => {
      const found = report?.properties.find((one) => one.property === property);
      if (found === undefined) throw new Error(`no ${property} of ${row.arm}`);
      return found;
    };
    const breaches = row.kept
      .filter((property) => !isKept(of(property), row.boundS))
      .map((property) => `${row.title}: ${property} is ${of(property).status} ${of(property).detail}`);
    const { carried, wrong } = accountOf(operations);
    breaches.push(...wrong.map((text) => `${row.title}: ${text}`));
    const unanswered = operations.filter(({ completedUs }) => completedUs === null).length;
    return { row, operations: operations.length, unanswered, carried, of, breaches };
  });
}

/** Convergence cannot be told where a write was never answered: it may come yet. */
function isKept({ property, status, boundUs }: PropertyReport, boundS: number): boolean {
  if (property === 'convergence') return status !== 'broken';
  if (property === 'bounded-staleness') return status === 'holds' && boundUs <= boundS * US_PER_SECOND;
  return status === 'holds';
}
