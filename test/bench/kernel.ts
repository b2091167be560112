// Bench entry `kernel`: the packed event kernel against raw simjs, C++'s std::priority_queue, ns-3, SimGrid and SimPy.
import { createKernel } from '../../sim/kernel/create.ts';
import { loadSimjs } from '../../sim/kernel/des.ts';
import { exponential, labelHash } from '../../sim/random.ts';
import { findPeers } from './peers.ts';
import type { RunningPeer } from './peers.ts';
import type { Comparison, Entry, Peer } from './rounds.ts';
import { rateOf } from './rounds.ts';

const TABLE = 65_536;
const HORIZON_US = 2 ** 52;
const simjs = loadSimjs();

/** Uniform delays from 0 to a second, drawn beforehand so that drawing is not measured; peers/ makes the same. */
const DELAYS_US = new Int32Array(TABLE);
let state = 12_345;
for (let n = 0; n < TABLE; n++) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  DELAYS_US[n] = (state / 4_294_967_296) * 1e6;
}

/** The hold model on the packed kernel: each of `pending` events schedules its successor. */
function holdPacked(pending: number, operations: number): number {
  const kernel = createKernel('packed');
  let key = 0;
  let left = 0;
  const next = (): number => DELAYS_US[key & (TABLE - 1)] ?? 0;
  for (let id = 0; id < pending; id++) kernel.schedule(next(), key++, 1, id, 0);
  const dispatch = (kind: number, a: number, b: number): void => {
    switch (kind) {
      case 1:
        kernel.schedule(kernel.nowUs() + next(), key++, 1, a, b);
        if (--left === 0) kernel.stop();
        break;
      default:
        throw new Error(`an event of kind ${kind} was never scheduled`);
    }
  };
  left = operations >> 1;
  kernel.run(HORIZON_US, dispatch);
  left = operations;
  return rateOf(operations, () => kernel.run(HORIZON_US, dispatch));
}

/** The hold model on simjs as its documentation has it: one entity per pending event, each setting its timer again. */
function holdSimjs(pending: number, operations: number): number {
  const sim = new simjs.Sim();
  let drawn = 0;
  function tick(this: InstanceType<typeof simjs.Entity>): void {
    this.setTimer(DELAYS_US[drawn++ & (TABLE - 1)] ?? 0).done(tick);
  }
  for (let id = 0; id < pending; id++) tick.call(new simjs.Entity(sim));
  const hold = (count: number): void => {
    for (let n = 0; n < count; n++) sim.step();
  };
  hold(operations >> 1);
  return rateOf(operations, () => hold(operations));
}

/** Exponential interarrival and service times at utilisation 0.8, drawn beforehand. */
const ARRIVAL = labelHash('arrival');
const SERVICE = labelHash('service');
const INTERARRIVAL_US = Int32Array.from({ length: TABLE }, (_, n) =>
  exponential(1_000_000, 1, 0, ARRIVAL, n),
);
const SERVICE_US = Int32Array.from({ length: TABLE }, (_, n) => exponential(800_000, 1, 0, SERVICE, n));

/** M/M/1 on a station of the packed kernel; every job's time in the system is summed up. */
function queuePacked(jobs: number): number {
  const kernel = createKernel('packed');
  const station = kernel.createServer(1);
  const arrivedUs = new Float64Array(TABLE);
  let sojournUs = 0;
  kernel.schedule(0, 0, 0, 0, 0);
  const rate = rateOf(jobs, () =>
    kernel.run(HORIZON_US, (kind, job) => {
      const now = kernel.nowUs();
      const slot = job & (TABLE - 1);
      switch (kind) {
        case 0:
          arrivedUs[slot] = now;
          station.serve(SERVICE_US[slot] ?? 0, 2 * job + 1, 1, job, 0);
          if (job + 1 < jobs) kernel.schedule(now + (INTERARRIVAL_US[slot] ?? 0), 2 * job + 2, 0, job + 1, 0);
          break;
        default:
          sojournUs += now - (arrivedUs[slot] ?? 0);
      }
    }),
  );
  checkSojourn(sojournUs, jobs);
  return rate;
}

/** M/M/1 on simjs's facility, in simjs's own style. */
function queueSimjs(jobs: number): number {
  const sim = new simjs.Sim();
  const facility = new simjs.Facility('station', simjs.Facility.FCFS, 1, -1);
  facility.time = () => sim.simTime;
  let job = 0;
  let sojournUs = 0;
  const leave = (arrivedUs: number): void => {
    sojournUs += sim.simTime - arrivedUs;
  };
  function arrive(this: InstanceType<typeof simjs.Entity>): void {
    const slot = job++ & (TABLE - 1);
    this.useFacility(facility, SERVICE_US[slot] ?? 0).done(leave, this, [sim.simTime]);
    if (job < jobs) this.setTimer(INTERARRIVAL_US[slot] ?? 0).done(arrive);
  }
  arrive.call(new simjs.Entity(sim));
  const rate = rateOf(jobs, () => {
    while (sim.step());
  });
  checkSojourn(sojournUs, jobs);
  return rate;
}

/** Theory says 4 s; a program that is far from it did other work than it claims. */
function checkSojourn(sojournUs: number, jobs: number): void {
  const mean = sojournUs / jobs;
  if (!(mean > 3.4e6 && mean < 4.6e6))
    throw new Error(`jobs stayed ${mean} us on average, theory says 4,000,000`);
}

function compareHold(
  pending: number,
  programs: readonly RunningPeer[],
  bars: { simjs?: number; cpp?: number },
): Comparison {
  const peers: Peer[] = [
    {
      name: 'raw simjs',
      run: () => holdSimjs(pending, 300_000),
      ...(bars.simjs === undefined ? {} : { atLeast: bars.simjs }),
    },
  ];
  for (const { name, hold } of programs) {
    const run = hold(pending);
    if (run === null) continue;
    const atLeast = name.startsWith('C++') ? bars.cpp : undefined;
    peers.push({ name, run, ...(atLeast === undefined ? {} : { atLeast }) });
  }
  return {
    name: `hold, ${pending.toLocaleString('en')} pending`,
    operation: 'events',
    subject: { name: 'packed', run: () => holdPacked(pending, 1_500_000) },
    peers,
  };
}

/** Programs other than simjs that have a queue of jobs. */
function queues(programs: readonly RunningPeer[]): Peer[] {
  return programs.flatMap(({ name, queue }) => (queue === null ? [] : [{ name, run: queue }]));
}

export const kernel: Entry = {
  method:
    'Hold model: every event schedules its successor after a uniform delay of 0 to 1 s. M/M/1: one station at utilisation 0.8. Ours goes through the public Kernel, with dispatch and all its checks; the programs of the peers are in peers/, each in the manner of its documentation.',
  prepare: () => {
    const { peers: programs, skipped } = findPeers();
    return {
      comparisons: [
        compareHold(100, programs, {}),
        compareHold(1000, programs, {}),
        compareHold(10_000, programs, { simjs: 8, cpp: 1.2 }),
        compareHold(100_000, programs, { simjs: 15, cpp: 1.2 }),
        {
          name: 'M/M/1 through a station',
          operation: 'jobs',
          subject: { name: 'packed', run: () => queuePacked(500_000) },
          peers: [
            { name: "simjs's Facility", run: () => queueSimjs(200_000), atLeast: 8 },
            ...queues(programs),
          ],
        },
      ],
      skipped,
    };
  },
};
