// Findings about platforms: limits that code meets, what a month costs, and how cold starts follow from the traffic of a site.
import { baselineOf, meanInterval, seedDifference, signOf } from './figures.ts';
import {
  formatCount,
  formatCounted,
  formatDifference,
  formatFigure,
  formatInterval,
  formatMs,
  formatShare,
} from './format.ts';
import type { Finding } from './finding.ts';
import type { ArmResult, BillResult, RunResult } from './result.ts';
import { plainText } from './text.ts';

const MINUTE_MS = 60_000;

/** What each limit is called, and what to do in place of meeting it. */
const LIMITS: Readonly<Record<string, { readonly called: string; readonly instead: string }>> = {
  exceededCpu: {
    called: 'the limit of CPU time',
    instead:
      'Run the heavy part at an origin or in a container and call it by fetch(); a plan with more CPU time would let it pass.',
  },
  exceededTime: {
    called: 'the limit of time',
    instead:
      'Answer at once and go on in a queue, or serve this from an origin, which may take as long as it likes.',
  },
  exceededMemory: {
    called: 'the limit of memory',
    instead: 'Stream bodies in place of holding them, or serve this from an origin with more memory.',
  },
};

/** Requests that met a limit of the platform, in the arm that met most of them; null where fewer than one in a hundred did. */
export function limitFinding(result: RunResult): Finding | null {
  const rows = result.arms.flatMap((arm) => {
    const total = Object.values(arm.outcomes).reduce((sum, times) => sum + times, 0);
    return Object.entries(arm.outcomes)
      .filter(([outcome]) => LIMITS[outcome] !== undefined)
      .map(([outcome, times]) => ({ arm, outcome, times, share: times / Math.max(1, total) }));
  });
  const [worst] = rows.toSorted((a, b) => b.share - a.share);
  const limit = LIMITS[worst?.outcome ?? ''];
  if (worst === undefined || limit === undefined || worst.share < 0.01) return null;
  const { arm, times, share } = worst;
  return {
    id: 'limit',
    text: `Do not run this on ${plainText(arm.platformTitle, 60)}: ${formatCounted(times, 'request')} in ${plainText(arm.name, 24)} (${formatShare(share)}) met ${limit.called}.`,
    change: limit.instead,
  };
}

/** What the subject costs a month against the baseline, and at which traffic that would turn. */
export function costFinding(result: RunResult, subject: ArmResult): Finding | null {
  const { bill } = subject;
  if (bill === undefined) return null;
  const baseline = baselineOf(result);
  const name = plainText(subject.name, 24);
  const [largest] = bill.items.toSorted((a, b) => b.usd - a.usd);
  const most =
    largest === undefined || largest.usd === 0
      ? ''
      : `; ${largest.usd > bill.totalUsd / 2 ? 'most of it' : 'the largest part'}, ${formatFigure(largest.usd, 'USD')}, is for ${plainText(largest.item, 60)}`;
  const cost = `A month of this traffic costs ${formatFigure(bill.totalUsd, 'USD')} in ${name}`;
  if (subject === baseline || baseline.bill === undefined)
    return { id: 'cost', text: `${cost}${most}.`, change: 'Storage and discounts are not in it.' };
  const estimate = seedDifference(subject, baseline, 'cost.month');
  const theirs = plainText(baseline.name, 24);
  const against =
    signOf(estimate) === 0
      ? `, no real difference from ${theirs}`
      : `, ${formatDifference(estimate, 'USD')} against ${theirs}`;
  const factor = evenAt(bill, baseline.bill);
  return {
    id: 'cost',
    text: `${cost}${against} (${formatInterval(estimate, 'USD')})${most}.`,
    change:
      factor === null
        ? 'No amount of this traffic between a thousandth and a thousand times as much would turn it.'
        : `At about ${Number(factor.toPrecision(2))} times this traffic both would cost the same.`,
  };
}

/** The factor of traffic, nearest to one, at which two bills are equal; null where there is none within a thousand. */
function evenAt(ours: BillResult, theirs: BillResult): number | null {
  const difference = (factor: number): number => at(ours, factor) - at(theirs, factor);
  const steps = Array.from({ length: 121 }, (_, i) => Math.exp(((i - 60) / 60) * Math.log(1000)));
  const turns = steps.flatMap((from, i) => {
    const to = steps[i + 1];
    if (to === undefined || difference(from) * difference(to) >= 0) return [];
    return [Math.sqrt(from * to)];
  });
  return turns.toSorted((a, b) => Math.abs(Math.log(a)) - Math.abs(Math.log(b)))[0] ?? null;
}

/** A bill with so many times the traffic: what is billed by the month or the hour stays. */
function at({ items }: BillResult, factor: number): number {
  return items.reduce((sum, { meter, quantity, included, priceUsd }) => {
    const scaled = meter === 'month' || meter === 'hours' ? quantity : quantity * factor;
    return sum + Math.max(0, scaled - included) * priceUsd;
  }, 0);
}

/** The share of cold requests at quiet and at busy sites; the bound is where half of all cold starts lie below. */
export function coldFinding(result: RunResult, arm: ArmResult): Finding | null {
  const { summary } = arm;
  const [rate, count] = [summary['cold.rate'], summary['cold.count']];
  if (rate === undefined || count === undefined || count === 0) return null;
  const name = plainText(arm.name, 24);
  const seeds = (arm.perSeed['cold.rate'] ?? []).filter((one) => one !== null);
  const interval = meanInterval(seeds);
  const words = `${formatFigure(rate, 'ratio')} of handler runs in ${name} (${formatCount(count)}; ${formatInterval(interval, 'ratio').replace('pt', '%')}) waited for a start, ${formatMs(summary['coldStart.p50'])} at the median`;
  const split = quietSites(result, arm);
  if (split === null)
    return {
      id: 'coldStarts',
      text: `${words}.`,
      change:
        'More traffic for each site, a longer idle time, or more requests at a time for an instance would lower it.',
    };
  const { bound, quiet, busy } = split;
  return {
    id: 'coldStarts',
    text: `Below ${formatCount(bound)} requests a minute (${formatCounted(quiet.sites, 'site')}), ${formatShare(quiet.share)} of requests start cold, at the others ${formatShare(busy.share)}; ${words}.`,
    change: 'Fewer sites, more traffic, or one server of a site for each handler would lower it.',
  };
}

interface Sites {
  readonly sites: number;
  readonly share: number;
}

const BOUNDS = [1, 3, 10, 30, 100, 300, 1000];

function quietSites(result: RunResult, arm: ArmResult): { bound: number; quiet: Sites; busy: Sites } | null {
  const minutes = (Math.max(1, result.seeds.length) * result.windowMs) / MINUTE_MS;
  const rows = arm.pops.map(({ requests, coldStarts }) => ({
    perMinute: requests / minutes,
    requests,
    coldStarts,
  }));
  const sum = (some: typeof rows, key: 'requests' | 'coldStarts'): number =>
    some.reduce((all, row) => all + row[key], 0);
  const cold = sum(rows, 'coldStarts');
  const bound = BOUNDS.find(
    (one) =>
      sum(
        rows.filter(({ perMinute }) => perMinute < one),
        'coldStarts',
      ) >=
      cold / 2,
  );
  if (cold === 0 || bound === undefined) return null;
  const sites = (some: typeof rows): Sites => ({
    sites: some.length,
    share: sum(some, 'coldStarts') / Math.max(1, sum(some, 'requests')),
  });
  const quiet = rows.filter(({ perMinute }) => perMinute < bound);
  if (quiet.length === rows.length) return null;
  return { bound, quiet: sites(quiet), busy: sites(rows.filter(({ perMinute }) => perMinute >= bound)) };
}
