// The claims on limits, cost and what does not run at the edge.
import { armOf, commandOf, type Evidence, figureOf, told, valueOf } from './evidence.ts';
import { listed, verdictBy } from './rules.ts';
import type { Judged } from './rules.ts';

/** Claims that are judged by tables and by the shop. */
export function furtherClaims(evidence: Evidence): Judged[] {
  return [
    memoryLimit(),
    cpuLimits(),
    vercelLimit(),
    thousands(),
    essentiallyFree(evidence),
    fiveDollars(evidence),
    writes(evidence),
    doesNotRun(evidence),
    recommendsNode(),
  ];
}

function memoryLimit(): Judged {
  const workers = figureOf('cloudflare-workers', 'memoryMib');
  const fastly = figureOf('fastly-compute', 'memoryMib');
  const functions = figureOf('cloudfront-functions', 'memoryMib');
  const all = [workers, fastly, functions];
  return {
    claim: '128 MB of memory',
    verdict: verdictBy(
      all.every((one) => one.value === 128),
      workers.value === 128,
    ),
    answer: `${workers.value} MiB on Workers, shared by all requests of an isolate, and ${fastly.value} MiB on Fastly; CloudFront Functions have ${functions.value} MiB.`,
    sources: listed(...all),
    command: 'npx antipode platforms --sources',
  };
}

function cpuLimits(): Judged {
  const free = figureOf('cloudflare-workers-free', 'cpuMs');
  const paid = figureOf('cloudflare-workers', 'cpuMs');
  const fastly = figureOf('fastly-compute', 'cpuMs');
  const functions = figureOf('cloudfront-functions', 'cpuMs');
  return {
    claim: 'CPU limits of 10 to 50 ms; 10 ms free and 5 minutes paid',
    verdict: verdictBy(false, free.value === 10 && fastly.value === 50),
    answer: `${free.value} ms on Workers' free plan and ${fastly.value} ms on Fastly, as claimed; paid Workers have ${paid.value / 1000} s unless they ask for more, up to 5 minutes; CloudFront Functions have ${functions.value} ms.`,
    sources: listed(free, paid, fastly, functions),
    command: 'npx antipode platforms --sources',
  };
}

function vercelLimit(): Judged {
  const first = figureOf('vercel-edge', 'firstByteMs');
  const wall = figureOf('vercel-edge', 'wallMs');
  return {
    claim: "Vercel's 25 s",
    verdict: verdictBy(first.value === 25_000 && wall.value === 25_000, first.value === 25_000),
    answer: `${first.value / 1000} s until the response begins; a streamed one may go on for ${wall.value / 1000} s.`,
    sources: listed(first, wall),
    command: 'npx antipode platforms show vercel-edge',
  };
}

const SERVER_MIB = 16 * 1024;

function thousands(): Judged {
  const isolate = figureOf('cloudflare-workers', 'overheadMib');
  const fit = Math.floor(SERVER_MIB / isolate.value);
  return {
    claim: 'Thousands of programs in one process',
    verdict: verdictBy(false, fit >= 1000),
    answer: `${fit} isolates of ${isolate.value} MiB, their handlers' own heap apart, fit 16 GiB; how many share one process has not been published.`,
    sources: listed(isolate),
    command: 'npx antipode platforms',
  };
}

function essentiallyFree(evidence: Evidence): Judged {
  const page = armOf(evidence, 'greeting', 'edge');
  const shop = armOf(evidence, 'shop', 'edge');
  const origin = armOf(evidence, 'shop', 'origin');
  const cheap =
    valueOf(page, 'cost.perMillion') < valueOf(armOf(evidence, 'greeting', 'origin'), 'cost.perMillion');
  return {
    claim: 'The cost per request is essentially free',
    verdict: verdictBy(false, cheap),
    answer: `A page without data costs ${told(page, 'cost.perMillion')} per million requests, less than the machines of an origin. A shop that reads two KV entries for a profile costs ${told(shop, 'cost.perMillion')} at the edge and ${told(origin, 'cost.perMillion')} at its origin: store operations are what is paid for.`,
    sources: ['prices with their sources stand in every bill'],
    command: commandOf('shop'),
  };
}

function fiveDollars(evidence: Evidence): Judged {
  const edge = armOf(evidence, 'greeting', 'edge');
  const item = edge.bill?.items.find((one) => one.unit.includes('million') && one.item.includes('equests'));
  const each = item?.priceUsd ?? Number.NaN;
  return {
    claim: '$5 per million requests',
    verdict: verdictBy(Math.abs(each - 5) < 0.5, false),
    answer: `On paid Workers $5 is the plan's base price of a month, with ten million requests in it; a further million is $${each}. Five dollars per million is the price of KV writes.`,
    sources:
      item === undefined ? [] : [`${item.item}: ${item.source} (${item.confidence}, ${item.retrieved})`],
    command: commandOf('greeting'),
  };
}

function writes(evidence: Evidence): Judged {
  const edge = armOf(evidence, 'shop', 'edge');
  return {
    claim: 'Writes still bottleneck through a region',
    verdict: verdictBy(valueOf(edge, 'store.commitLag.p50') > 50, true),
    answer: `A KV write took ${told(edge, 'store.write.p50')} at the median as the user's code saw it, and ${told(edge, 'store.commitLag.p50')} until it was committed in its home region; other PoPs that held a copy saw it ${told(edge, 'store.consistencyLagCached.p50')} after it was issued, at the median.`,
    sources: [],
    command: commandOf('shop'),
  };
}

function doesNotRun(evidence: Evidence): Judged {
  const edge = armOf(evidence, 'shop', 'edge');
  const cpu = figureOf('cloudflare-workers', 'cpuMs');
  const after = figureOf('cloudflare-workers', 'waitUntilMs');
  return {
    claim:
      'Strictly consistent writes, stateful services, WebSocket servers, long jobs and libraries do not run at the edge',
    verdict: 'holds in part',
    answer: `In one store of the edge they do not: ${told(edge, 'store.staleRatio')} of KV reads were stale in the shop's run. In one place of the edge they do: a Durable Object is single-threaded, strictly consistent, and keeps WebSockets, at the price of a round trip to where it lives. Long jobs end after ${cpu.value / 1000} s of CPU and ${after.value / 1000} s after the response. Libraries that need no file system, sockets or native code run unchanged.`,
    sources: listed(cpu, after),
    command: 'npx antipode check scenarios/flagship/handler.ts',
  };
}

function recommendsNode(): Judged {
  return {
    claim: 'Vercel now recommends Node',
    verdict: 'holds',
    answer:
      'Its page on the edge runtime advises to move to the Node runtime, and runs both on Fluid compute; for functions that read a database in one region the reason is theirs, not ours: see the arms of your own handler.',
    sources: ['vercel.com/docs/functions/runtimes/edge (2025-10-27, documented)'],
    command: 'npx antipode platforms show vercel-node',
  };
}
