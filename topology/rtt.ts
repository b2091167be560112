// The round-trip time between two places: the only door to it. Fibre graph, short distances, same metro, measured values, faults.
import { country, hubs, links } from './catalog.ts';
import type { Link } from './catalog.ts';
import { EARTH_RADIUS_KM, unitVectors } from './distance.ts';
import { explainWay } from './explain.ts';
import type { Explanation, Rule } from './explain.ts';
import { knownSites, linksNamed } from './faults.ts';
import { FibreGraph } from './fibre.ts';
import type { Attachments } from './fibre.ts';
import type { MeasuredOverlay, MeasuredPair } from './measured.ts';
import type { Place } from './place.ts';
import { FIBRE_KM_PER_MS, PROFILE_CONSTANTS, slopeBetween, typicalErrorMs } from './profile.ts';
import type { Profile } from './profile.ts';
import { CONSTANTS } from './provenance.ts';

/** A round-trip time between two places. */
export interface Rtt {
  /** Milliseconds for the whole round trip, access network not included; Infinity when the places are cut off. */
  readonly ms: number;
  /** For a measured value its own spread, else the median error of the model at this distance, ms. */
  readonly spreadMs: number;
  readonly source: 'measured' | 'modelled' | 'assumed' | 'cut-off';
  /** Who measured it and when; only for measured values. */
  readonly by?: string;
}

/** What differs from the world as it is. */
export interface RttModelOptions {
  /** Links out of order: groups ("Red Sea"), cables ("MAREA") or pairs of hubs ("SIN-HKG"). */
  readonly cutLinks?: readonly string[];
  /** Ids of places out of order: `cloudflare:SIN`, `aws:us-east-1`, or a hub of the graph, `hub:SIN`. */
  readonly closedSites?: readonly string[];
  /** Links that do not exist yet, for questions of the kind "what if there were a cable". */
  readonly addedLinks?: readonly Link[];
  /** Measured values that override the model. */
  readonly overlay?: MeasuredOverlay;
}

/** The RTT of any two places under one set of faults and measurements. */
export interface RttModel {
  /** RTT between two places; symmetric, never below light in fibre along the great circle. */
  rttMs(a: Place, b: Place, profile: Profile): Rtt;
  /** All RTTs in ms as a row-major table (from × to): build it once, index it in the hot path. */
  matrixMs(from: readonly Place[], to: readonly Place[], profile: Profile): Float64Array;
  /** The way hub by hub with km and ms, and the bounds that light sets. */
  explain(a: Place, b: Place, profile: Profile): Explanation;
}

/** A place made ready for many pairs. */
interface Site {
  readonly place: Place;
  readonly attachments: Attachments;
  /** Country or bloc: the short-distance rule holds inside it. */
  readonly home: string;
  /** The unit vector of the place. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Reach of the short-distance rule as a squared chord of the unit sphere, so that far pairs need no trigonometry. */
const SHORT_CHORD = 2 * Math.sin(CONSTANTS.shortRuleKm.value / EARTH_RADIUS_KM / 2);
const SHORT_CHORD_SQUARED = SHORT_CHORD * SHORT_CHORD;

/** Builds the model; with no options it is the world as it is. Takes about 20 ms for the table of hubs. */
export function createRttModel(options: RttModelOptions = {}): RttModel {
  return new FibreRttModel(options);
}

class FibreRttModel implements RttModel {
  readonly #graph: FibreGraph;
  readonly #links: readonly Link[];
  readonly #closed: ReadonlySet<string>;
  readonly #overlay: MeasuredOverlay | undefined;
  /** The world in order, needed only to tell what a fault adds to a measured value. */
  readonly #intact: RttModel | undefined;
  readonly #sites = new WeakMap<Place, Site>();

  constructor(options: RttModelOptions) {
    const cut = new Set((options.cutLinks ?? []).flatMap((name) => linksNamed(name)));
    this.#closed = knownSites(options.closedSites ?? []);
    const closedHubs = new Set(hubs().flatMap((hub) => (this.#closed.has(hub.id) ? [hub.code] : [])));
    this.#links = [...links(), ...(options.addedLinks ?? [])].filter((link) => !cut.has(link));
    this.#graph = new FibreGraph({ hubs: hubs(), links: this.#links, closedHubs });
    this.#overlay = options.overlay;
    const faulty = cut.size > 0 || this.#closed.size > 0;
    this.#intact = faulty && options.overlay !== undefined ? createRttModel() : undefined;
  }

  rttMs(a: Place, b: Place, profile: Profile): Rtt {
    const [from, to] = [this.#siteOf(a), this.#siteOf(b)];
    const model = this.#modelled(from, to, profile);
    if (model.ms === Infinity) return { ms: Infinity, spreadMs: 0, source: 'cut-off' };
    const measured = this.#overlay?.find(a, b, profile);
    if (measured !== undefined) return this.#measuredRtt(measured, a, b, { profile, modelledMs: model.ms });
    if (model.rule === 'same-metro') {
      const spreadMs = (CONSTANTS.metroMaxMs.value - CONSTANTS.metroMinMs.value) / 2;
      return { ms: model.ms, spreadMs, source: 'assumed' };
    }
    return { ms: model.ms, spreadMs: typicalErrorMs(greatCircleKm(from, to), profile), source: 'modelled' };
  }

  matrixMs(from: readonly Place[], to: readonly Place[], profile: Profile): Float64Array {
    const rows = from.map((place) => this.#siteOf(place));
    const columns = to.map((place) => this.#siteOf(place));
    const table = new Float64Array(rows.length * columns.length);
    const overlaid = this.#overlay !== undefined;
    let at = 0;
    for (const a of rows) {
      for (const b of columns) {
        table[at++] = overlaid ? this.rttMs(a.place, b.place, profile).ms : this.#modelled(a, b, profile).ms;
      }
    }
    return table;
  }

  explain(a: Place, b: Place, profile: Profile): Explanation {
    const [from, to] = [this.#siteOf(a), this.#siteOf(b)];
    const { ms, rule } = this.#modelled(from, to, profile);
    return explainWay({
      from: a,
      to: b,
      profile,
      rtt: this.rttMs(a, b, profile),
      modelledMs: ms,
      rule,
      greatCircleKm: greatCircleKm(from, to),
      graph: this.#graph,
      way: this.#graph.way(from.attachments, to.attachments),
      links: this.#links,
    });
  }

  /** A measured value tells of the world in order; under a fault the increase that the model sees is added to it. */
  #measuredRtt(
    measured: MeasuredPair,
    a: Place,
    b: Place,
    now: { profile: Profile; modelledMs: number },
  ): Rtt {
    const { ms, spreadMs, by } = measured;
    const before = this.#intact?.explain(a, b, now.profile).modelledMs ?? now.modelledMs;
    const increaseMs = Math.max(0, now.modelledMs - before);
    return increaseMs === 0
      ? { ms, spreadMs, source: 'measured', by }
      : { ms: ms + increaseMs, spreadMs, source: 'modelled' };
  }

  #modelled(a: Site, b: Site, profile: Profile): { ms: number; rule: Rule } {
    if (this.#closed.has(a.place.id) || this.#closed.has(b.place.id))
      return { ms: Infinity, rule: 'cut-off' };
    return modelledMs(this.#graph, a, b, profile);
  }

  #siteOf(place: Place): Site {
    const known = this.#sites.get(place);
    if (known !== undefined) return known;
    const [x = 0, y = 0, z = 0] = unitVectors([place]);
    const { bloc } = country(place.country);
    const home = bloc === '' ? place.country : bloc;
    const site = { place, attachments: this.#graph.attach(place), home, x, y, z };
    this.#sites.set(place, site);
    return site;
  }
}

/** The rules in order: same metro, then the better of the way through the graph and the short-distance rule. */
function modelledMs(graph: FibreGraph, a: Site, b: Site, profile: Profile): { ms: number; rule: Rule } {
  const constants = PROFILE_CONSTANTS[profile];
  const chordSquared = squaredChord(a, b);
  const km = chordSquared < SHORT_CHORD_SQUARED ? kmOfChord(chordSquared) : Infinity;
  if (km < CONSTANTS.metroKm.value) {
    const share = km / CONSTANTS.metroKm.value;
    return {
      ms: CONSTANTS.metroMinMs.value + share * (CONSTANTS.metroMaxMs.value - CONSTANTS.metroMinMs.value),
      rule: 'same-metro',
    };
  }
  const fibreMs =
    constants.baseMs +
    (slopeBetween(a.place.country, b.place.country, profile) * graph.wayKm(a.attachments, b.attachments)) /
      FIBRE_KM_PER_MS;
  if (km < Infinity && a.home === b.home) {
    const shortMs = constants.shortBaseMs + (constants.shortSlope * km) / FIBRE_KM_PER_MS;
    if (shortMs < fibreMs) return { ms: shortMs, rule: 'short-distance' };
  }
  return { ms: fibreMs, rule: fibreMs === Infinity ? 'cut-off' : 'fibre' };
}

function squaredChord(a: Site, b: Site): number {
  const [dx, dy, dz] = [a.x - b.x, a.y - b.y, a.z - b.z];
  return dx * dx + dy * dy + dz * dz;
}

/** The chord of the unit sphere as km of great circle; exact also for short distances. */
function kmOfChord(chordSquared: number): number {
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chordSquared) / 2));
}

function greatCircleKm(a: Site, b: Site): number {
  return kmOfChord(squaredChord(a, b));
}
