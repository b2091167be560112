// Waiting times at stations against queueing theory: M/M/1, M/M/c, M/G/1, and Little's law.
import { describe, test } from 'vitest';
import { exponential, labelHash, lognormal, uniform } from '../../sim/random.ts';
import { runOnFacility, runOnKernel } from './stations.ts';
import type { StationLoad } from './stations.ts';

const SERVICE = labelHash('service');
const CHOICE = labelHash('choice');
const INTERARRIVAL_US = 1_000_000;

/**
 * 20 independent runs of 100,000 jobs. The interval is mean ± t·s/√20 over the runs, with Student's t = 3.883 for 99.9 % and 19 degrees of
 * freedom. At utilisation 0.8 it is about ±3 %, as the asymptotic variance of M/M/1 lets expect: ρ(2+5ρ-4ρ²+ρ³)/(1-ρ)⁴ per job in
 * units of squared service time (Whitt, Planning queueing simulations, 1989). The empty start shifts the mean by less than a hundredth of that.
 */
const RUNS = 20;
const JOBS = 100_000;
const STUDENT_T = 3.883;

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function halfWidthOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return STUDENT_T * Math.sqrt(squares / (values.length - 1) / values.length);
}

/** Erlang's C formula: the probability that a job waits at c servers offered `load` erlangs. */
function erlangC(servers: number, load: number): number {
  let blocked = 1;
  for (let c = 1; c <= servers; c++) blocked = (load * blocked) / (c + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

interface System {
  readonly name: string;
  readonly servers: number;
  readonly serviceUs: (n: number, seed: number) => number;
  /** The mean wait that theory gives. */
  readonly waitUs: number;
  /** How wide the interval may be, as a share of the wait: a wider one would prove little. */
  readonly widest: number;
}

function exponentialService(meanUs: number): (n: number, seed: number) => number {
  return (n, seed) => Math.round(exponential(meanUs, seed, 0, SERVICE, n));
}

/** M/M/c by Erlang C: W = C(c, λ/μ) / (cμ - λ). With c = 1 that is ρ/(μ - λ). */
function mmc(servers: number, utilisation: number, widest: number): System {
  const serviceUs = utilisation * servers * INTERARRIVAL_US;
  const waitUs = (erlangC(servers, utilisation * servers) * serviceUs) / (servers * (1 - utilisation));
  return {
    name: `M/M/${servers} at ${utilisation}`,
    servers,
    serviceUs: exponentialService(serviceUs),
    waitUs,
    widest,
  };
}

/** M/G/1 by Pollaczek and Khinchine: W = λ E[S²] / (2 (1 - ρ)); the second moment is given as E[S²]/E[S]². */
function mg1(
  name: string,
  utilisation: number,
  secondMoment: number,
  service: (meanUs: number) => System['serviceUs'],
  widest: number,
): System {
  const meanUs = utilisation * INTERARRIVAL_US;
  const waitUs = (utilisation * meanUs * secondMoment) / (2 * (1 - utilisation));
  return { name: `M/G/1 at ${utilisation}, ${name}`, servers: 1, serviceUs: service(meanUs), waitUs, widest };
}

const SYSTEMS: readonly System[] = [
  mmc(1, 0.5, 0.02),
  mmc(1, 0.8, 0.04),
  mmc(2, 0.8, 0.04),
  mmc(5, 0.9, 0.08),
  mmc(64, 0.95, 0.15),
  mg1('constant service', 0.8, 1, (meanUs) => () => Math.round(meanUs), 0.03),
  mg1(
    'uniform service',
    0.7,
    4 / 3,
    (meanUs) => (n, seed) => Math.round(2 * meanUs * uniform(seed, 0, SERVICE, n)),
    0.03,
  ),
  // Nine jobs in ten take half the mean, the tenth takes 5.5 times the mean: E[S²] = 0.9·0.25 + 0.1·30.25 = 3.25.
  mg1(
    'service of two lengths',
    0.6,
    3.25,
    (meanUs) => (n, seed) => Math.round(meanUs * (uniform(seed, 0, CHOICE, n) < 0.9 ? 0.5 : 5.5)),
    0.04,
  ),
  // Lognormal with sigma 1: median = mean·exp(-1/2), E[S²]/E[S]² = e.
  mg1(
    'lognormal service',
    0.6,
    Math.E,
    (meanUs) => (n, seed) => Math.round(lognormal(meanUs * Math.exp(-0.5), 1, seed, 0, SERVICE, n)),
    0.05,
  ),
];

function loadOf(system: System, jobs: number): StationLoad {
  return { servers: system.servers, meanInterarrivalUs: INTERARRIVAL_US, serviceUs: system.serviceUs, jobs };
}

describe.each(SYSTEMS)('$name', (system) => {
  test('jobs wait as long as theory says, within the interval that the run length allows', ({ expect }) => {
    const runs = Array.from(
      { length: RUNS },
      (_, run) => runOnKernel('packed', loadOf(system, JOBS), run + 1).waitUs,
    );
    const halfWidth = halfWidthOf(runs);
    expect(halfWidth / system.waitUs).toBeLessThan(system.widest);
    expect(Math.abs(meanOf(runs) - system.waitUs)).toBeLessThan(halfWidth);
  });

  test("both kernels and simjs's facility serve the same jobs alike", ({ expect }) => {
    const load = loadOf(system, 20_000);
    const packed = runOnKernel('packed', load, 7);
    expect(runOnKernel('simjs', load, 7)).toEqual(packed);
    const facility = runOnFacility(load, 7);
    expect(facility.sojournUs / packed.sojournUs).toBeCloseTo(1, 9);
    expect(facility.length / packed.length).toBeCloseTo(1, 9);
  });

  test("Little's law holds: length = rate × sojourn", ({ expect }) => {
    // Every job leaves before the run ends, so the law holds exactly, not only in the mean.
    const load = loadOf(system, 20_000);
    for (const measured of [
      runOnKernel('packed', load, 3),
      runOnKernel('simjs', load, 3),
      runOnFacility(load, 3),
    ]) {
      expect((measured.ratePerUs * measured.sojournUs) / measured.length).toBeCloseTo(1, 9);
    }
  });
});

test("Erlang's C formula gives the tabulated probability of waiting for 10 servers and 8 erlangs", ({
  expect,
}) => {
  expect(erlangC(10, 8)).toBeCloseTo(0.409, 3);
});
