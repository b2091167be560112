// The page that a whole `npm run bench` writes: machine, method, ratios with their bars, and what is not claimed.
import type { EntryOutcome, Outcome, PeerOutcome } from './rounds.ts';

/** What the page tells. */
export interface PageInput {
  readonly machine: { readonly node: string; readonly cpu: string; readonly cores: number };
  readonly rounds: number;
  readonly results: readonly EntryOutcome[];
}

function figure(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  if (value >= 1e3) return `${(value / 1e3).toFixed(1)} k`;
  return value.toFixed(2);
}

function row(outcome: Outcome, peer: PeerOutcome): string {
  const { atLeast, ratio, lowestRatio, highestRatio } = peer;
  const bar =
    atLeast === undefined ? '' : `≥ ${atLeast.toFixed(2)}: ${ratio >= atLeast ? 'kept' : '**missed**'}`;
  const cells = [
    outcome.comparison,
    `${outcome.subject}: ${figure(outcome.perSecond)}`,
    `${peer.peer}: ${figure(peer.perSecond)}`,
    `${ratio.toFixed(2)} (${lowestRatio.toFixed(2)} to ${highestRatio.toFixed(2)})`,
    bar,
  ];
  return `| ${cells.join(' | ')} |`;
}

const HEAD = '| Comparison | Ours | Against | Ratio (rounds) | Bar |\n|---|---|---|---|---|';

function section({ entry, method, skipped, outcomes }: EntryOutcome): string {
  const rows = outcomes.flatMap((outcome) => outcome.peers.map((peer) => row(outcome, peer)));
  return [
    `## ${entry}`,
    '',
    method,
    '',
    ...(rows.length === 0 ? [] : [HEAD, ...rows]),
    ...(skipped.length === 0 ? [] : ['', `Left out: ${skipped.join('; ')}.`]),
  ].join('\n');
}

/** The page as Markdown. */
export function page({ machine, rounds, results }: PageInput): string {
  return `# Speed: ratios, measured side by side

This page is written by \`npm run bench\` (\`--long\` for runs of minutes, \`--json\` for programs, names of entries for some of them). Here: ${machine.cpu}, ${machine.cores} cores,
Node ${machine.node}. Contenders take turns, round by round (${rounds} rounds after one to warm up; entries of whole processes have one); each figure is a median, each ratio is taken
within a round. Figures without a unit are operations per second. Only ratios travel from machine to machine.

${results.map(section).join('\n\n')}

## What is not claimed

- Not that antipode is faster than workerd or a server: a handler invocation here has no socket and no isolation between processes.
- Not that another simulator is slow at what it is made for: hold and M/M/1 ask for the event core alone, and SimGrid and SimPy run them as actors and processes.
- Absolute figures: the machine is shared and noisy.
- That a run as long as the billion behaves as the part that was measured: time is extrapolated there.

## Where a request's time goes

Of hello at 2,000 requests a second, a request of users all over the world takes some 4.2 µs and leaves 3 kB of garbage, besides 170 ms that a trial takes once, above all for the visits of the time
before it; where all enter by one PoP and come again within moments, the very same code takes 3.2 µs. So a quarter of a request is the first touch of what lies far away in memory: the session, the
isolate of one of 330 PoPs on both sides of the membrane, the histograms of that PoP. A sampling profile (\`perf record\` with \`node --perf-prof\`) shows no single culprit in the rest: sending a
request takes 25 % of all (a third of that to find its way), the realm 19 % (draining microtasks 8 %, the handler with its request and response 11 %), what came out of the code and its record 18 %,
the way to the isolate 10 %, the event queue 9 %, garbage 9 % (half of it in V8's own threads), new sessions 5 %. Each drain evaluates nothing, for which V8 makes a function, straight in old space: 88
bytes, and half of the drain's time. Histograms of all places and PoPs in two arrays, an index for the distances of PoPs, and half the bytes for counts made nothing faster, and were not kept.

The bar of 0.30 is out of reach while isolates are woken one at a time: by itself, without any simulation, a drain for each wake makes the handlers of 330 PoPs about a third as fast as one drain for 64
wakes (\`handlers\`), and the bare loop here drains 64 at a time. Two wakes may share a drain only if neither can hear of what the other does. Within one piece of code's CPU time, some 7 µs, hardly ever
does another end; within the shortest way between two PoPs, say 1 ms, two do at 2,000 requests a second. So batches that change no result would stay small at this rate, and have not been built.

A thread loads the engine and makes the realm while the plan is still read, checked and bundled; the first event waits for the later of the two, and then for the ways of the users who come before
it; those of sessions that were under way before time zero are found when one of them asks again. Of hello it comes after 270 ms: 45 until the command is known, 70 to load what reads scenarios, 80 to
read, check and bundle this one, while the thread takes 70 to start, 65 to load the engine and 30 to make the realm; then 15 for the map of the world and 40 for the first users. All of it is half
a second of CPU time, with the second thread and V8's own; what is left is mostly code that is loaded and compiled, once in each thread.

One trial keeps more than its own core busy: V8's own threads, which collect garbage and compile, take 5 to 12 % of a trial's CPU time with the heap of a trial thread, and 1 to 6 % of a bare
loop's. A second thread can only gain what they leave. With V8's parallel
scavenges switched off a trial alone takes 3 to 5 % longer and two side by side are no sooner done (lowest of 15 rounds in turns: 392 and 462 ms, against 375 and 441), so they stay on; nor are
two sooner done with half or twice the room for new objects (lowest 581 against 552, and 518 against 520).

Memory: of the flagship, 120 to 135 MB are alive after a collection, at one million requests and at ten: what a user wrote and read is forgotten as soon as a newer operation tells as much, copies of
values of KV once they have ended, and a text that is saved again is kept once. Peak memory is that of the process, with what the collector has not yet given back: in one run with --long 445 MiB for ten
million requests of the flagship and 420 for one million, a ratio of 1.06 (bar: 1.2; before these three it was 1.27), at 1.20 of the requests per CPU second, since V8 compiles in the first seconds.

The billion with --long, between 25 and 100 million requests: 310 k requests a second on two threads, 0.38 of the bar. What was alive grew there with the ways that users take from 3,000 places to PoPs, to
136 MB after eight million requests of one trial. Since then ways share their texts, and it stays at 80 MB; the long run has not been made again.

After 2^31 µs of simulated time, 36 minutes, instants are no small integers for V8 any more: in a trial of the billion a request then takes 4.2 µs where it took 3.5 (eight million requests, told by
progress). The figure of this entry moves with the machine: twice in ten minutes it was 320 and 370 k, on another day 452 k with code that, run in turns, is no faster.
`;
}
