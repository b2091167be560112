// An RTT told hub by hub: each stretch with its km and ms, and the bounds that light sets.
import type { Link } from './catalog.ts';
import type { FibreGraph, FibreWay } from './fibre.ts';
import type { Hub, Place } from './place.ts';
import { FIBRE_KM_PER_MS, PROFILE_CONSTANTS, slopeBetween, VACUUM_KM_PER_MS } from './profile.ts';
import type { Profile } from './profile.ts';
import { CONSTANTS } from './provenance.ts';
import type { Rtt } from './rtt.ts';

/** Which rule of the model gave the value. */
export type Rule = 'same-metro' | 'short-distance' | 'fibre' | 'cut-off';

/** One stretch of a way. */
export interface Step {
  readonly from: Place;
  readonly to: Place;
  /** Fibre from end to end of the stretch. */
  readonly km: number;
  /** What the stretch adds to the RTT, passing its hub included. */
  readonly ms: number;
  /** A tail joins a place to its hub; direct is the short-distance rule. */
  readonly kind: 'tail' | 'terrestrial' | 'submarine' | 'direct';
  /** The cable systems, where named. */
  readonly cable: string;
}

/** An RTT with its reasons; the steps and the fixed part add up to the modelled value. */
export interface Explanation {
  readonly from: Place;
  readonly to: Place;
  readonly profile: Profile;
  readonly rtt: Rtt;
  readonly rule: Rule;
  /** What the model says, also where a measured value overrides it; Infinity when cut off. */
  readonly modelledMs: number;
  readonly greatCircleKm: number;
  /** No signal whatever can be faster than this. */
  readonly lightVacuumMs: number;
  /** Light in fibre laid along the great circle. */
  readonly lightFibreMs: number;
  /** The part that does not depend on the way: routers, servers, queues, ms. */
  readonly fixedMs: number;
  readonly steps: readonly Step[];
}

/** What `explainWay` is told. */
export interface ExplainInput {
  readonly from: Place;
  readonly to: Place;
  readonly profile: Profile;
  readonly rtt: Rtt;
  readonly modelledMs: number;
  readonly rule: Rule;
  readonly greatCircleKm: number;
  readonly graph: FibreGraph;
  readonly way: FibreWay;
  readonly links: readonly Link[];
}

/** Sets out the way that gave an RTT. */
export function explainWay(input: ExplainInput): Explanation {
  const { from, to, profile, rtt, modelledMs, rule, greatCircleKm } = input;
  const constants = PROFILE_CONSTANTS[profile];
  const fixedMs = {
    fibre: constants.baseMs,
    'short-distance': constants.shortBaseMs,
    'same-metro': CONSTANTS.metroMinMs.value,
    'cut-off': 0,
  }[rule];
  return {
    from,
    to,
    profile,
    rtt,
    rule,
    modelledMs,
    greatCircleKm,
    lightVacuumMs: greatCircleKm / VACUUM_KM_PER_MS,
    lightFibreMs: greatCircleKm / FIBRE_KM_PER_MS,
    fixedMs,
    steps: rule === 'fibre' ? fibreSteps(input) : directSteps(input, fixedMs),
  };
}

function directSteps(input: ExplainInput, fixedMs: number): Step[] {
  if (input.rule === 'cut-off') return [];
  return [
    {
      from: input.from,
      to: input.to,
      km: input.greatCircleKm,
      ms: input.modelledMs - fixedMs,
      kind: 'direct',
      cable: '',
    },
  ];
}

function fibreSteps(input: ExplainInput): Step[] {
  const { graph, way, from, to } = input;
  const slope = slopeBetween(from.country, to.country, input.profile);
  const msOf = (km: number): number => (slope * km) / FIBRE_KM_PER_MS;
  const stops = way.hubs.flatMap((index) => graph.hubs[index] ?? []);
  const [first, last] = [stops[0], stops.at(-1)];
  if (first === undefined || last === undefined) return [];
  const steps: Step[] = [
    { from, to: first, km: way.fromTailKm, ms: msOf(way.fromTailKm), kind: 'tail', cable: '' },
  ];
  for (let i = 1; i < stops.length; i++) {
    const [a, b] = [stops[i - 1], stops[i]];
    if (a === undefined || b === undefined) continue;
    const link = shortestLink(input.links, a, b);
    steps.push({
      from: a,
      to: b,
      km: link.km,
      ms: msOf(link.km + CONSTANTS.linkPenaltyKm.value),
      kind: link.kind === 'submarine' ? 'submarine' : 'terrestrial',
      cable: link.cable,
    });
  }
  steps.push({ from: last, to, km: way.toTailKm, ms: msOf(way.toTailKm), kind: 'tail', cable: '' });
  return steps;
}

function shortestLink(links: readonly Link[], a: Hub, b: Hub): Link {
  const between = links.filter(
    (link) =>
      link.kind !== 'thin' &&
      ((link.a === a.code && link.b === b.code) || (link.a === b.code && link.b === a.code)),
  );
  const shortest = between.sort((x, y) => x.km - y.km)[0];
  if (shortest === undefined)
    throw new Error(`no link between hubs ${a.code} and ${b.code}, although the way uses it`);
  return shortest;
}
