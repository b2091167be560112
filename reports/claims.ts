// The claims that articles on edge computing make, each with a verdict from the run.
import { Histogram } from '../sim/metrics/histogram.ts';
import { US_PER_MS } from '../sim/units.ts';
import { baselineOf, seedDifference, signOf, subjectOf } from './figures.ts';
import { formatDifference, formatMs, formatShare } from './format.ts';
import type { ArmResult, RunResult } from './result.ts';
import { plainText } from './text.ts';

/** How a claim fares; `not judged` where the run holds nothing about it. */
export type ClaimVerdict = 'holds' | 'holds in part' | 'does not hold' | 'not judged';

/** A claim, its verdict, and the numbers the verdict rests on. */
export interface Claim {
  readonly id: string;
  readonly claim: string;
  readonly verdict: ClaimVerdict;
  readonly answer: string;
}

/** All claims, judged. */
export function claimsOf(result: RunResult): Claim[] {
  const subject = subjectOf(result);
  return [
    farRoundTrip(result),
    subFifty(subject),
    isolateStart(result, subject),
    originLoad(result, subject),
  ];
}

const CLAIMED_ROUND_TRIP_MS = 180;

function farRoundTrip(result: RunResult): Claim {
  const claim = { id: 'far-round-trip', claim: 'Singapore to Virginia is a 180 ms round trip' };
  const probe = result.probes.find((one) => one.from.country === 'SG' && one.to.country === 'US');
  if (probe === undefined)
    return { ...claim, verdict: 'not judged', answer: 'The run holds no path from Singapore to Virginia.' };
  const measured = probe.measuredMs === '' ? '' : `Measured networks: ${plainText(probe.measuredMs, 80)}. `;
  const off = Math.abs(probe.backboneMs / CLAIMED_ROUND_TRIP_MS - 1);
  return {
    ...claim,
    verdict: off <= 0.05 ? 'holds' : off <= 0.15 ? 'holds in part' : 'does not hold',
    answer: `The model gives ${formatMs(probe.backboneMs)} on a cloud backbone and ${formatMs(probe.transitMs)} over public transit. ${measured}Light in fibre along the great circle alone takes ${formatMs(probe.fibreBoundMs)}.`,
  };
}

function subFifty(arm: ArmResult): Claim {
  const claim = { id: 'sub-50', claim: 'The edge answers in under 50 ms globally' };
  const share = arm.summary['ttfb.under50ms'];
  if (share === undefined)
    return { ...claim, verdict: 'not judged', answer: 'The run holds no time to first byte.' };
  const p95 = arm.summary['ttfb.p95'];
  const rtt = arm.summary['rtt.p50'];
  const near = rtt === undefined ? '' : ` The round trip to the PoP alone is ${formatMs(rtt)} at the median.`;
  return {
    ...claim,
    verdict: share >= 0.95 ? 'holds' : share >= 0.5 ? 'holds in part' : 'does not hold',
    answer: `${formatShare(share)} of requests in ${plainText(arm.name, 24)} had their first byte within 50 ms; p95 is ${formatMs(p95)}.${near}`,
  };
}

function isolateStart(result: RunResult, arm: ArmResult): Claim {
  const claim = { id: 'isolate-start', claim: 'An isolate starts in under 5 ms, a container in 50–500 ms' };
  const json = arm.histograms['coldStart']?.['all'];
  if (json === undefined || json.count < 20)
    return { ...claim, verdict: 'not judged', answer: 'Too few requests met a cold start in this run.' };
  const starts = Histogram.fromJson(json);
  const within = starts.shareAtOrBelow(5 * US_PER_MS);
  const wholeMs = arm.summary['isolateStart.mean'] ?? Number.NaN;
  const median = starts.quantile(0.5) / US_PER_MS;
  const hidden = median < 1 ? '; the rest hides behind the handshake' : '';
  const container = result.constants.find((one) => /container/i.test(one.name) && /start/i.test(one.name));
  const than =
    container === undefined
      ? ' The run holds no container to set against it, so that half is not judged.'
      : ` For a container the run’s table of constants has ${plainText(String(container.value), 40)} ${plainText(container.unit, 12)} (${container.confidence}).`;
  return {
    ...claim,
    verdict:
      within < 0.25
        ? 'does not hold'
        : within < 0.95 || wholeMs > 5 || container === undefined
          ? 'holds in part'
          : 'holds',
    answer: `Starting this handler takes ${formatMs(wholeMs)} as a whole (its fixed part is assumed); ${formatShare(within)} of cold starts made their request wait 5 ms or less, ${formatMs(median)} at the median and ${formatMs(starts.max / US_PER_MS)} at most${hidden}.${than}`,
  };
}

function originLoad(result: RunResult, arm: ArmResult): Claim {
  const claim = { id: 'origin-load', claim: 'The edge means a smaller origin load and lower egress' };
  const baseline = baselineOf(result);
  const change = (metric: string): { ratio: number; sure: boolean; text: string } | null => {
    const ours = arm.summary[metric];
    const theirs = baseline.summary[metric];
    if (arm === baseline || ours === undefined || theirs === undefined || theirs === 0) return null;
    const difference = seedDifference(arm, baseline, metric);
    const unit = metric.endsWith('Bytes') ? 'bytes' : 'count';
    const ratio = ours / theirs - 1;
    const percent = `${ratio < 0 ? '−' : '+'}${formatShare(Math.abs(ratio))}`;
    return {
      ratio,
      sure: signOf(difference) === -1,
      text: `${percent} (${formatDifference(difference, unit)})`,
    };
  };
  const requests = change('origin.requests');
  const egress = change('origin.egressBytes');
  if (requests === null || egress === null)
    return { ...claim, verdict: 'not judged', answer: 'The run has no second arm with an origin.' };
  const fallen = [requests, egress].filter((one) => one.ratio < 0 && one.sure).length;
  const offload = arm.summary['offload'];
  const never = offload === undefined ? '' : ` ${formatShare(offload)} of user requests never reached it.`;
  return {
    ...claim,
    verdict: fallen === 2 ? 'holds' : fallen === 1 ? 'holds in part' : 'does not hold',
    answer: `Against ${plainText(baseline.name, 24)}, requests and store operations at the origin changed by ${requests.text} and bytes it sent by ${egress.text}.${never} The PoPs send those bytes instead.`,
  };
}
