// The claims that articles on edge computing repeat, each with the rule by which it is judged and the numbers it is judged by.
import type { ArmResult } from '../../reports/result.ts';
import { armOf, commandOf, type Evidence, figureOf, told, valueOf } from './evidence.ts';
import { furtherClaims } from './further-claims.ts';
import { type Judged, listed, verdictBy } from './rules.ts';

/** All claims in the order of the page. */
export function judgedClaims(evidence: Evidence): Judged[] {
  return [
    farRoundTrip(evidence),
    subFifty(evidence),
    isolateStart(evidence),
    microseconds(),
    lambdaEdge(evidence),
    hundredTimes(evidence),
    memory(evidence),
    ...furtherClaims(evidence),
  ];
}

const NEAR = 0.05;
const ROUGHLY = 0.15;

function farRoundTrip({ results }: Evidence): Judged {
  const [probe] = results.greeting.probes;
  if (probe === undefined) throw new Error('the run has no probes');
  const off = Math.abs(probe.backboneMs / 180 - 1);
  return {
    claim: 'Singapore to Virginia takes 180 ms',
    verdict: verdictBy(off <= NEAR, off <= ROUGHLY),
    answer: `${probe.backboneMs.toFixed(0)} ms there and back over a cloud's backbone, ${probe.transitMs.toFixed(0)} ms over the open internet; measured networks: ${probe.measuredMs}. Light in fibre along the great circle alone takes ${probe.fibreBoundMs.toFixed(0)} ms.`,
    sources: [`measured: ${probe.measuredMs}`],
    command: 'npx antipode topology rtt Singapore aws:us-east-1 --explain',
  };
}

function subFifty(evidence: Evidence): Judged {
  const edge = armOf(evidence, 'greeting', 'edge');
  const share = valueOf(edge, 'ttfb.under50ms');
  return {
    claim: 'Answers in under 50 ms worldwide',
    verdict: verdictBy(share >= 0.95, share >= 0.5),
    answer: `${told(edge, 'ttfb.under50ms')} of the world's requests to a page that needs no data had their first byte within 50 ms; the median took ${told(edge, 'ttfb.p50')}, handshakes included, the p95 ${told(edge, 'ttfb.p95')}. The round trip to the PoP alone is ${told(edge, 'rtt.p50')} at the median.`,
    sources: [],
    command: commandOf('greeting'),
  };
}

function isolateStart(evidence: Evidence): Judged {
  const edge = armOf(evidence, 'greeting', 'edge');
  const lambda = armOf(evidence, 'greeting', 'lambda-edge');
  const whole = valueOf(edge, 'isolateStart.mean');
  const environment = valueOf(lambda, 'isolateStart.mean');
  const container = figureOf('container-service', 'baseMs');
  return {
    claim: 'An isolate starts in under 5 ms, a container in 50 to 500 ms',
    verdict: verdictBy(whole < 5 && container.value <= 500, environment <= 500),
    answer: `Starting this ten-line handler takes ${whole.toFixed(1)} ms as a whole; with the handshake to hide it, requests that started one waited ${told(edge, 'coldStart.p50')} at the median and ${told(edge, 'coldStart.p95')} at the p95. A Lambda environment took ${environment.toFixed(0)} ms with the finding of a place. A container of a service that scales by itself takes ${(container.value / 1000).toFixed(0)} s, far more than claimed, which is why two of them always run.`,
    sources: listed(figureOf('cloudflare-workers', 'baseMs'), figureOf('aws-lambda', 'baseMs'), container),
    command: commandOf('greeting'),
  };
}

function microseconds(): Judged {
  const wasm = figureOf('fastly-compute', 'baseMs');
  const isolate = figureOf('cloudflare-workers', 'baseMs');
  return {
    claim: '“Sub-millisecond”, “microseconds” for an isolate or a Wasm module',
    verdict: verdictBy(wasm.value < 1 && isolate.value < 1, wasm.value < 1),
    answer: `Fastly's ${wasm.value} ms for an instance is a claim of the vendor that nobody else has published; the module was compiled when it was deployed. An isolate needs ${isolate.value} ms here before its code is compiled and evaluated.`,
    sources: listed(wasm, isolate),
    command: 'npx antipode platforms show fastly-compute',
  };
}

function lambdaEdge(evidence: Evidence): Judged {
  const arm = armOf(evidence, 'greeting', 'lambda-edge');
  const warmMs = valueOf(arm, 'ttfb.p50');
  const startMs = valueOf(arm, 'isolateStart.mean');
  return {
    claim: 'Lambda@Edge takes about 100 ms',
    verdict: verdictBy(Math.abs(startMs / 100 - 1) < ROUGHLY, Math.abs(warmMs / 100 - 1) < ROUGHLY),
    answer: `It depends on what is meant: the median first byte is ${told(arm, 'ttfb.p50')}, with the p95 at ${told(arm, 'ttfb.p95')}; a cold environment costs ${startMs.toFixed(0)} ms by itself.`,
    sources: listed(figureOf('aws-lambda-edge-viewer', 'baseMs')),
    command: commandOf('greeting'),
  };
}

function hundredTimes(evidence: Evidence): Judged {
  const edge = armOf(evidence, 'greeting', 'edge');
  const lambda = armOf(evidence, 'greeting', 'lambda');
  const times = valueOf(lambda, 'isolateStart.mean') / valueOf(edge, 'isolateStart.mean');
  const users = ratio(armOf(evidence, 'greeting', 'origin'), edge, 'ttfb.p50');
  return {
    claim: 'An isolate is 100 times faster than a Node process',
    verdict: verdictBy(times >= 100, times >= 10),
    answer: `Its start is ${times.toFixed(0)} times shorter than that of a Node environment on Lambda. Running code is not faster: both use the same engine. What users feel is the distance: the median first byte came ${users.toFixed(1)} times sooner than from one region.`,
    sources: listed(figureOf('cloudflare-workers', 'baseMs'), figureOf('aws-lambda', 'baseMs')),
    command: commandOf('greeting'),
  };
}

function ratio(slow: ArmResult, fast: ArmResult, metric: string): number {
  return valueOf(slow, metric) / valueOf(fast, metric);
}

function memory({ heap }: Evidence): Judged {
  const isolate = figureOf('cloudflare-workers', 'overheadMib');
  const node = figureOf('node-origin', 'overheadMib');
  const times = node.value / isolate.value;
  return {
    claim: '3 MB for an isolate against 35 MB for a process',
    verdict: verdictBy(Math.abs(node.value / 35 - 1) < ROUGHLY, times >= 5),
    answer: `${isolate.value} MiB is the vendor's own figure of 2018 and not measured here; a Node process takes ${node.value} MiB today, measured on Lambda, ${times.toFixed(0)} times as much. What the handler itself adds, measured here: ${(heap.moduleBytes / 1000).toFixed(0)} kB for a module instance and ${(heap.requestBytes / 1000).toFixed(0)} kB for a request.`,
    sources: listed(isolate, node),
    command: 'npx antipode platforms',
  };
}
