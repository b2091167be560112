// At most five findings that a careful engineer would sign: each with its number, its interval, and what would change it.
import type { Finding } from './finding.ts';
import { misfitFindings } from './findings-misfit.ts';
import { coldFinding, costFinding, limitFinding } from './findings-platform.ts';
import { freshnessFinding, storeLever } from './findings-stores.ts';
import {
  baselineOf,
  continentName,
  continentsOf,
  countriesOf,
  countryName,
  differenceOf,
  pairFor,
  phasesAt,
  seedDifference,
  signOf,
  sliceQuantile,
  subjectOf,
} from './figures.ts';
import {
  formatCount,
  formatCounted,
  formatDifference,
  formatInterval,
  formatMs,
  formatShare,
} from './format.ts';
import type { ArmResult, RunResult } from './result.ts';
import { plainText } from './text.ts';

const MOST_FINDINGS = 5;
const MANY_COLD = 0.05;
const CDN = 'cloudflare-cdn';
const ONE_AT_A_TIME =
  'Arms that differ in one thing only (where code runs, where data is, a cache) would say which of them it is.';

/** The findings of a run, the weightiest first. */
export function findingsOf(result: RunResult): Finding[] {
  const subject = subjectOf(result);
  const failed = failures(subject);
  const many = failed?.id === 'failures';
  const cold = coldFinding(result, subject);
  // Cold starts that many requests meet say more than where the tail comes from.
  const oftenCold = (subject.summary['cold.rate'] ?? 0) >= MANY_COLD;
  const limit = limitFinding(result);
  const misfits = misfitFindings(result);
  const all = [
    limit,
    ...misfits,
    many && !misfits.some(({ id }) => id === 'forgotten') && limit === null ? failed : null,
    gain(result, subject),
    costFinding(result, subject),
    oftenCold ? cold : null,
    share(result, subject),
    tail(subject),
    freshnessFinding(subject),
    many ? null : failed,
    place(result, subject),
    oftenCold ? null : cold,
  ];
  return all.filter((finding) => finding !== null).slice(0, MOST_FINDINGS);
}

const MANY_FAILURES = 0.01;

function failures(arm: ArmResult): Finding | null {
  const total = Object.values(arm.outcomes).reduce((sum, times) => sum + times, 0);
  const worst = Object.entries(arm.outcomes)
    .filter(([outcome]) => outcome !== 'ok')
    .toSorted((a, b) => b[1] - a[1])[0];
  if (worst === undefined || worst[1] === 0) return null;
  const failed = total - (arm.outcomes['ok'] ?? 0);
  const many = failed / total >= MANY_FAILURES;
  const rejected = arm.summary['store.rejectedWrites'] ?? 0;
  const refused =
    rejected === 0 ? '' : `; ${formatCounted(rejected, 'KV write')} met the limit of one a second for a key`;
  const meaning = many ? ', so its times describe a service that fails' : '';
  return {
    id: many ? 'failures' : 'few-failures',
    text: `${formatCount(failed)} of ${formatCounted(total, 'request')} in ${plainText(arm.name, 24)} (${formatShare(failed / total)}) were not answered as the handler meant, most often ${plainText(worst[0], 40)}${refused}${meaning}.`,
    change: many
      ? 'Mend the handler, then read the other figures.'
      : rejected === 0
        ? 'Catching what fails, or mending it, would change it.'
        : 'Catching the error, or spreading writes over more keys, would mend it.',
  };
}

function gain(result: RunResult, arm: ArmResult): Finding | null {
  const baseline = baselineOf(result);
  const estimate = differenceOf(result, arm, 'ttfb.p50');
  if (arm === baseline || estimate.value === null) return null;
  const names = { ours: plainText(arm.name, 24), theirs: plainText(baseline.name, 24) };
  const pair = pairFor(result, { arm: arm.name, metric: 'ttfb' });
  const fresh = connectionDifference(arm, baseline, 'connection:new');
  const reused = connectionDifference(arm, baseline, 'connection:reused');
  const change =
    fresh === null || reused === null
      ? 'More reused connections would shrink the difference: each saves handshake round trips in every arm.'
      : `New connections differ by ${formatMs(fresh)} and reused ones by ${formatMs(reused)}, so more reuse would change it.`;
  const faster =
    pair === undefined ? '' : `; ${formatShare(pair.fasterShare)} of paired requests were faster`;
  if (signOf(estimate) === 0)
    return {
      id: 'gain',
      text: `There is no real difference between ${names.ours} and ${names.theirs} in the median time to first byte: ${formatDifference(estimate, 'ms')} (${formatInterval(estimate, 'ms')}).`,
      change: `More seeds would narrow the interval. ${change}`,
    };
  const word = estimate.value < 0 ? 'sooner' : 'later';
  return {
    id: 'gain',
    text: `The median first byte of ${names.ours} comes ${word} than that of ${names.theirs} by ${formatMs(Math.abs(estimate.value))} (${formatInterval(estimate, 'ms')})${faster}.`,
    change,
  };
}

function connectionDifference(arm: ArmResult, baseline: ArmResult, slice: string): number | null {
  const ours = sliceQuantile(arm, { metric: 'ttfb', slice, q: 0.5 });
  const theirs = sliceQuantile(baseline, { metric: 'ttfb', slice, q: 0.5 });
  return ours === null || theirs === null ? null : ours - theirs;
}

/** How much of the gain another arm brings already: a CDN, where there is one. */
function share(result: RunResult, subject: ArmResult): Finding | null {
  const others = result.arms.filter((arm) => arm.name !== result.baseline && arm.name !== subject.name);
  const cdn = others.find((arm) => arm.platform === CDN);
  const other = cdn ?? others[0];
  const whole = differenceOf(result, subject, 'ttfb.p50');
  if (other === undefined || whole.value === null || signOf(whole) !== -1) return null;
  const part = differenceOf(result, other, 'ttfb.p50');
  if (part.value === null) return null;
  const names = { part: plainText(other.name, 24), whole: plainText(subject.name, 24) };
  const rest = cdn === undefined ? `what else ${names.whole} does differently` : 'where code and data are';
  if (signOf(part) === 0)
    return {
      id: 'share',
      text: `${names.part} alone makes no real difference to the median (${formatDifference(part, 'ms')}), so the gain of ${names.whole} comes from ${rest}.`,
      change:
        cdn === undefined ? ONE_AT_A_TIME : 'Cacheable responses would let a cache answer without code.',
    };
  const ratio = part.value / whole.value;
  return {
    id: 'share',
    text: `${names.part} alone brings ${formatDifference(part, 'ms')} at the median, ${formatShare(ratio)} of what ${names.whole} brings; the rest comes from ${rest}.${tailAgainst(subject, other)}`,
    change:
      cdn === undefined
        ? ONE_AT_A_TIME
        : 'More new connections raise this share; cacheable responses would too.',
  };
}

/** Whether the subject also beats the other arm in the tail; most often data that is far away decides that. */
function tailAgainst(subject: ArmResult, other: ArmResult): string {
  const estimate = seedDifference(subject, other, 'ttfb.p95');
  const sign = signOf(estimate);
  if (sign === null || sign < 0) return '';
  const both = `${formatMs(subject.summary['ttfb.p95'])} and ${formatMs(other.summary['ttfb.p95'])}`;
  const names = `${plainText(subject.name, 24)} and ${plainText(other.name, 24)}`;
  return sign === 0
    ? ` At p95 there is no real difference between ${names} (${both}).`
    : ` At p95 ${plainText(subject.name, 24)} is slower than ${plainText(other.name, 24)} (${both}).`;
}

const PHASE_WORDS: Readonly<Record<string, string>> = {
  dns: 'name lookup',
  connect: 'the TCP handshake',
  tls: 'the TLS handshake',
  uplink: 'the way to the server',
  queue: 'waiting for a busy event loop',
  coldStart: 'cold starts',
  cpu: 'CPU',
  store: 'store operations',
  subrequest: 'subrequests to the origin',
  downlink: 'the way back',
};

const PHASE_LEVERS: Readonly<Record<string, string>> = {
  subrequest: 'Fewer or cacheable subrequests, or an origin nearer to users, would shorten it.',
  coldStart: 'A smaller bundle or more traffic per PoP would shorten it.',
  queue: 'More processes or less CPU per request would shorten it.',
  cpu: 'Less work per request would shorten it.',
};

function tail(arm: ArmResult): Finding | null {
  const phases = phasesAt(arm, 0.95);
  const p95 = arm.summary['ttfb.p95'];
  if (phases === null || p95 === undefined) return null;
  const total = Object.values(phases).reduce((sum, ms) => sum + ms, 0);
  const top = Object.entries(phases).toSorted((a, b) => b[1] - a[1])[0];
  if (top === undefined || total === 0) return null;
  return {
    id: 'tail',
    text: `Requests around the p95 of ${plainText(arm.name, 24)} (${formatMs(p95)}) spend ${formatShare(top[1] / total)} of their wait, ${formatMs(top[1])}, on ${PHASE_WORDS[top[0]] ?? top[0]}.`,
    change:
      (top[0] === 'store' ? storeLever(arm) : PHASE_LEVERS[top[0]]) ??
      'Nearer PoPs, reused connections or QUIC would shorten it.',
  };
}

/** Where the subject gains least, or loses. */
function place(result: RunResult, subject: ArmResult): Finding | null {
  const baseline = baselineOf(result);
  if (subject === baseline) return null;
  const rows = (kind: 'country' | 'continent'): { name: string; difference: number; requests: number }[] =>
    (kind === 'country' ? countriesOf(result) : continentsOf(result)).flatMap(({ code, slice, requests }) => {
      const ours = sliceQuantile(subject, { metric: 'ttfb', slice, q: 0.75 });
      const theirs = sliceQuantile(baseline, { metric: 'ttfb', slice, q: 0.75 });
      if (ours === null || theirs === null) return [];
      const name = kind === 'country' ? countryName(code) : continentName(code);
      return [{ name, difference: ours - theirs, requests }];
    });
  const countries = rows('country');
  const slower = countries
    .filter((row) => row.difference > 2)
    .toSorted((a, b) => b.difference - a.difference);
  const worst = slower[0];
  const ours = plainText(subject.name, 24);
  if (worst !== undefined)
    return {
      id: 'place',
      text: `${ours} is slower at p75 in ${formatCount(slower.length)} of ${formatCount(countries.length)} countries with enough requests, most in ${worst.name} (${formatDifference({ value: worst.difference, low: null, high: null }, 'ms')} over ${formatCounted(worst.requests, 'request')}).`,
      change:
        'Where the origin is near, code at the PoP must fetch its data from there; nearer data would turn it.',
    };
  const least = rows('continent').toSorted((a, b) => b.difference - a.difference)[0];
  if (least === undefined) return null;
  return {
    id: 'place',
    text: `Users in ${least.name} gain least: p75 changes by ${formatDifference({ value: least.difference, low: null, high: null }, 'ms')} over ${formatCounted(least.requests, 'request')}.`,
    change: 'The farther the origin, the larger the gain; moving the origin moves this ranking.',
  };
}
