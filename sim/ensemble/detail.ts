// The parts of a result that show single things: PoPs, journeys, and writes that spread.
import type { ArmResult, JourneyResult, PlaceResult, SpreadResult } from '../../reports/result.ts';
import { regionById } from '../../topology/catalog.ts';
import type { Place, Pop } from '../../topology/place.ts';
import type { Geography } from '../entities/geography.ts';
import { Histogram } from '../metrics/histogram.ts';
import type { Arm } from '../plan.ts';
import type { FinishedJourney, TrialRecord } from '../trial-record.ts';
import type { FollowedWrite } from '../stores/store.ts';
import { msFromUs } from '../units.ts';

/** A place as results show it. */
export function placeOf({ id, name, country, lat, lon }: Place): PlaceResult {
  return { id, name, country, lat, lon };
}

/** PoPs that served, over all seeds. */
export function mergePops(records: readonly TrialRecord[], pops: readonly Pop[]): ArmResult['pops'] {
  return pops.flatMap((pop, index) => {
    const rows = records.flatMap((record) => record.pops[index] ?? []);
    const requests = rows.reduce((sum, row) => sum + row.requests, 0);
    if (requests === 0) return [];
    const ttfb = new Histogram();
    for (const row of rows) if (row.ttfb !== null) ttfb.merge(Histogram.fromJson(row.ttfb));
    const { code, name, country, lat, lon } = pop;
    return [
      {
        code,
        name,
        country,
        lat,
        lon,
        requests,
        coldStarts: rows.reduce((sum, row) => sum + row.coldStarts, 0),
        users: Math.max(...rows.map((row) => row.users)),
        ttfb: ttfb.toJson(),
      },
    ];
  });
}

/** A journey in milliseconds, with the names of its places. */
export function journeyResult(
  one: FinishedJourney,
  at: { seed: number; geography: Geography; arm: Arm },
): JourneyResult {
  const { seed, geography, arm } = at;
  const user = geography.places[one.place];
  if (user === undefined) throw new RangeError(`no user place ${one.place}`);
  return {
    id: one.id,
    seed,
    startMs: msFromUs(one.startUs),
    class: one.className,
    user: placeOf(user),
    pop: geography.pops[one.pop]?.code ?? arm.region,
    method: one.method,
    path: one.path,
    status: one.status,
    outcome: one.outcome,
    cold: one.cold,
    cache: one.cache,
    newConnection: one.newConnection,
    rttMs: msFromUs(one.rttUs),
    ttfbMs: msFromUs(one.ttfbUs),
    totalMs: msFromUs(one.totalUs),
    phases: one.phases.map(({ kind, startUs, endUs, note }) => ({
      kind,
      startMs: msFromUs(startUs),
      endMs: msFromUs(endUs),
      ...(note === '' ? {} : { note }),
    })),
  };
}

interface Followed {
  readonly seed: number;
  readonly store: string;
  readonly home: string;
  readonly write: FollowedWrite;
}

/** Of each store two writes that tell the most: the one that most PoPs held an old copy of, and the one that took longest. */
export function spreadsOf(records: readonly TrialRecord[], geography: Geography): SpreadResult[] {
  const all: Followed[] = records.flatMap((record) =>
    record.followed.map((one) => ({ ...one, seed: record.seed })),
  );
  const byStore = Map.groupBy(all, ({ store }) => store);
  return [...byStore.values()].flatMap((some) => tellingSpreads(some, geography));
}

function tellingSpreads(all: readonly Followed[], geography: Geography): SpreadResult[] {
  const copies = ({ write }: Followed): number => write.cached.reduce((sum, held) => sum + held, 0);
  const lastUs = ({ write }: Followed): number =>
    write.visibleUs.reduce((last, us) => (Number.isFinite(us) ? Math.max(last, us) : last), 0) -
    write.issuedUs;
  const order = (score: (one: Followed) => number) => (a: Followed, b: Followed) =>
    score(b) - score(a) ||
    a.seed - b.seed ||
    a.write.issuedUs - b.write.issuedUs ||
    (a.write.key < b.write.key ? -1 : 1);
  const chosen = new Set(
    [all.toSorted(order(copies))[0], all.toSorted(order(lastUs))[0]].filter((one) => one !== undefined),
  );
  return [...chosen].map((one) => spreadOf(one, geography));
}

function spreadOf({ seed, store, home, write }: Followed, geography: Geography): SpreadResult {
  return {
    key: write.key,
    store,
    seed,
    pop: geography.pops[write.site]?.code ?? home,
    home: placeOf(geography.pops[write.homeSite ?? -1] ?? regionById(home)),
    issuedMs: msFromUs(write.issuedUs),
    committedMs: msFromUs(write.committedUs),
    visible: geography.pops.flatMap((pop, index) => {
      const visibleUs = write.visibleUs[index] ?? Number.POSITIVE_INFINITY;
      if (!Number.isFinite(visibleUs)) return [];
      return [
        {
          pop: pop.code,
          lat: pop.lat,
          lon: pop.lon,
          ms: msFromUs(visibleUs - write.issuedUs),
          cached: write.cached[index] === 1,
        },
      ];
    }),
  };
}
