// One station fed by random arrivals, simulated on either kernel or on simjs alone, with what queueing theory speaks of measured.
import { createKernel } from '../../sim/kernel/create.ts';
import { Simulation } from '../../sim/kernel/des.ts';
import type { KernelName } from '../../sim/kernel/kernel.ts';
import { exponential, labelHash } from '../../sim/random.ts';

const ARRIVAL = labelHash('arrival');

/** A station and its load; times in microseconds. */
export interface StationLoad {
  readonly servers: number;
  readonly meanInterarrivalUs: number;
  /** Service time of job n. */
  readonly serviceUs: (n: number, seed: number) => number;
  readonly jobs: number;
}

/** What was measured of a run in which every job was served to the end. */
export interface StationMeasures {
  /** Mean time from arrival to the start of service. */
  readonly waitUs: number;
  /** Mean time from arrival to the end of service. */
  readonly sojournUs: number;
  /** Time average of the number of jobs waiting or in service. */
  readonly length: number;
  /** Jobs that arrived per microsecond. */
  readonly ratePerUs: number;
}

function interarrivalUs(load: StationLoad, seed: number, n: number): number {
  return Math.round(exponential(load.meanInterarrivalUs, seed, 0, ARRIVAL, n));
}

/** Runs the load on the station of a kernel. */
export function runOnKernel(name: KernelName, load: StationLoad, seed: number): StationMeasures {
  const kernel = createKernel(name);
  const station = kernel.createServer(load.servers);
  const arrivedUs = new Float64Array(load.jobs);
  const sum = { waitUs: 0, sojournUs: 0, lengthUs: 0, changedUs: 0, length: 0 };
  const account = (): void => {
    sum.lengthUs += sum.length * (kernel.nowUs() - sum.changedUs);
    sum.changedUs = kernel.nowUs();
    sum.length = station.length();
  };
  kernel.schedule(0, 0, 0, 0, 0);
  kernel.run(2 ** 52, (kind, n) => {
    if (kind === 0) {
      arrivedUs[n] = kernel.nowUs();
      sum.waitUs += station.serve(load.serviceUs(n, seed), 2 * n + 1, 1, n, 0) - kernel.nowUs();
      if (n + 1 < load.jobs)
        kernel.schedule(kernel.nowUs() + interarrivalUs(load, seed, n), 2 * n + 2, 0, n + 1, 0);
    } else {
      sum.sojournUs += kernel.nowUs() - (arrivedUs[n] ?? Number.NaN);
    }
    account();
  });
  return {
    waitUs: sum.waitUs / load.jobs,
    sojournUs: sum.sojournUs / load.jobs,
    length: sum.lengthUs / sum.changedUs,
    ratePerUs: load.jobs / sum.changedUs,
  };
}

/** Runs the load on a facility of simjs, and reads length and sojourn from simjs's own statistics. */
export function runOnFacility(load: StationLoad, seed: number): StationMeasures {
  const simulation = new Simulation();
  const facility = simulation.facility('station', load.servers);
  let serviceUs = 0;
  let endUs = 0;
  const arrive = (n: number): void => {
    const service = load.serviceUs(n, seed);
    serviceUs += service;
    simulation.use(facility, service, () => {
      endUs = simulation.now();
    });
    if (n + 1 < load.jobs) simulation.after(interarrivalUs(load, seed, n), arrive, n + 1);
  };
  simulation.after(0, arrive, 0);
  while (simulation.step());
  const { durationSeries, sizeSeries } = facility.systemStats();
  return {
    waitUs: durationSeries.average() - serviceUs / load.jobs,
    sojournUs: durationSeries.average(),
    length: sizeSeries.average(),
    ratePerUs: load.jobs / endUs,
  };
}
