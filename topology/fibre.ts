// The fibre graph: hubs, links, the shortest way between any two hubs, and how a place reaches the graph.
import { country } from './catalog.ts';
import type { Link } from './catalog.ts';
import { distanceKm, unitVectors } from './distance.ts';
import { TopologyError } from './errors.ts';
import type { Hub, Place } from './place.ts';
import { CONSTANTS } from './provenance.ts';

/** The hubs a place attaches to and the km of fibre to each; empty when the place is cut off. */
export interface Attachments {
  readonly hub: Int32Array;
  readonly tailKm: Float64Array;
}

/** A way between two places through the graph. */
export interface FibreWay {
  /** Hub indexes from the first place to the second. */
  readonly hubs: readonly number[];
  readonly fromTailKm: number;
  readonly toTailKm: number;
  /** Tails, links and the cost of passing hubs, in km; Infinity when there is no way. */
  readonly km: number;
}

/** What a fibre graph is made of. */
export interface FibreInput {
  readonly hubs: readonly Hub[];
  /** Thin links may be among them; they are not routed over. */
  readonly links: readonly Link[];
  /** Codes of hubs that are out of order. */
  readonly closedHubs?: ReadonlySet<string>;
}

interface Edges {
  /** Neighbours of hub i stand from start[i] to start[i + 1]. */
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** Length of the link plus the cost of passing a hub, km. */
  readonly km: Float64Array;
}

/** The fibre graph with its all-pairs table: built once, then each pair of places costs at most 36 additions. */
export class FibreGraph {
  readonly hubs: readonly Hub[];
  /** Row-major table of hub-to-hub km, the cost of passing hubs included; Infinity when there is no way. */
  readonly tableKm: Float64Array;
  readonly #edges: Edges;
  readonly #transit: readonly boolean[];
  readonly #closed: ReadonlySet<string>;
  readonly #vectors: Float64Array;
  readonly #allHubs: readonly number[];
  /** Hub indexes by country code and by bloc name. */
  readonly #hubsOf: ReadonlyMap<string, readonly number[]>;

  constructor(input: FibreInput) {
    this.hubs = input.hubs;
    this.#closed = input.closedHubs ?? new Set();
    this.#transit = input.hubs.map((hub) => country(hub.country).transit);
    this.#vectors = unitVectors(input.hubs);
    this.#allHubs = input.hubs.map((_, index) => index);
    this.#hubsOf = groupHubs(input.hubs);
    this.#edges = buildEdges(input, this.#closed);
    this.tableKm = this.#buildTable();
  }

  /**
   * Shortest ways from one hub by Dijkstra (Numerische Mathematik 1, 1959). The next hub is looked for among those that have been
   * reached and not been left, a few dozen of 208: looking through all of them took three times as long.
   */
  #dijkstra(from: number): { km: Float64Array; before: Int32Array } {
    const count = this.hubs.length;
    const km = new Float64Array(count).fill(Infinity);
    const before = new Int32Array(count).fill(-1);
    const reached = new Int32Array(count);
    const { start, to, km: linkKm } = this.#edges;
    const open = this.#transit[from] === false;
    km[from] = 0;
    reached[0] = from;
    for (let size = 1; size > 0;) {
      const place = nearestOf(reached, size, km);
      const at = reached[place] ?? 0;
      const atKm = km[at] ?? Infinity;
      reached[place] = reached[--size] ?? 0;
      if (!open && this.#transit[at] !== true) continue;
      const end = start[at + 1] ?? 0;
      for (let e = start[at] ?? 0; e < end; e++) {
        const neighbour = to[e] ?? 0;
        const knownKm = km[neighbour] ?? 0;
        const total = atKm + (linkKm[e] ?? Infinity);
        if (total >= knownKm) continue;
        if (knownKm === Infinity) reached[size++] = neighbour;
        km[neighbour] = total;
        before[neighbour] = at;
      }
    }
    return { km, before };
  }

  /**
   * Countries without transit are passed through only by ways that start or end in one of them, so the row of such a
   * hub is computed with all hubs open and also fills its column; the table is symmetric by construction.
   */
  #buildTable(): Float64Array {
    const count = this.hubs.length;
    const table = new Float64Array(count * count);
    for (let i = 0; i < count; i++) this.#fill(table, i, this.#dijkstra(i).km);
    return table;
  }

  /** Fills what one hub's row decides: itself, and the columns of hubs that come after it. */
  #fill(table: Float64Array, i: number, km: Float64Array): void {
    const count = km.length;
    const transit = this.#transit[i];
    for (let j = 0; j < count; j++) {
      const other = this.#transit[j];
      if (other === transit ? j < i : other === false) continue;
      table[i * count + j] = km[j] ?? Infinity;
      table[j * count + i] = km[j] ?? Infinity;
    }
  }

  /**
   * A place attaches to the nearest hubs of its own country and, in a bloc, also to the nearest of the bloc; a country
   * without hubs uses the nearest of all (of its bloc if it has one). A closed hub is left out, not replaced, so that
   * closing a hub never shortens a way.
   */
  attach(place: Place): Attachments {
    const { bloc } = country(place.country);
    const count = CONSTANTS.attachments.value;
    const own = this.#nearest(place, this.#hubsOf.get(place.country) ?? [], count);
    const candidates = own.filter((near) => near.km < CONSTANTS.attachmentReachKm.value);
    for (const near of bloc === '' ? [] : this.#nearest(place, this.#hubsOf.get(bloc) ?? [], count)) {
      if (!candidates.some((candidate) => candidate.hub === near.hub)) candidates.push(near);
    }
    if (candidates.length === 0) candidates.push(...this.#nearest(place, this.#allHubs, count));
    const usable = candidates.filter((near) => !this.#closed.has(this.hubs[near.hub]?.code ?? ''));
    return {
      hub: Int32Array.from(usable, (near) => near.hub),
      tailKm: Float64Array.from(usable, (near) => near.km * CONSTANTS.tailFactor.value),
    };
  }

  /** The nearest of the given hubs, by dot product; only those few get a distance in km. */
  #nearest(place: Place, indexes: readonly number[], count: number): { hub: number; km: number }[] {
    const [x = 0, y = 0, z = 0] = unitVectors([place]);
    const best: { hub: number; dot: number }[] = [];
    for (const hub of indexes) {
      const v = this.#vectors;
      const dot = x * (v[3 * hub] ?? 0) + y * (v[3 * hub + 1] ?? 0) + z * (v[3 * hub + 2] ?? 0);
      if (best.length === count && dot <= (best[count - 1]?.dot ?? 0)) continue;
      const at = best.findIndex((near) => near.dot < dot);
      best.splice(at < 0 ? best.length : at, 0, { hub, dot });
      if (best.length > count) best.pop();
    }
    return best.flatMap(({ hub }) => {
      const there = this.hubs[hub];
      return there === undefined ? [] : [{ hub, km: distanceKm(place, there) }];
    });
  }

  /** Length of the best way between two attached places in km, hubs' cost included; Infinity when there is none. */
  wayKm(a: Attachments, b: Attachments): number {
    const count = this.hubs.length;
    let best = Infinity;
    for (let i = 0; i < a.hub.length; i++) {
      const row = (a.hub[i] ?? 0) * count;
      const tailKm = a.tailKm[i] ?? 0;
      for (let j = 0; j < b.hub.length; j++) {
        const km = tailKm + (b.tailKm[j] ?? 0) + (this.tableKm[row + (b.hub[j] ?? 0)] ?? Infinity);
        if (km < best) best = km;
      }
    }
    return best;
  }

  /** The best way between two attached places hub by hub; its km is that of `wayKm`. */
  way(a: Attachments, b: Attachments): FibreWay {
    const km = this.wayKm(a, b);
    const count = this.hubs.length;
    for (let i = 0; i < a.hub.length; i++) {
      for (let j = 0; j < b.hub.length; j++) {
        const from = a.hub[i] ?? 0;
        const to = b.hub[j] ?? 0;
        const fromTailKm = a.tailKm[i] ?? 0;
        const toTailKm = b.tailKm[j] ?? 0;
        const total = fromTailKm + toTailKm + (this.tableKm[from * count + to] ?? Infinity);
        if (total === km && total < Infinity)
          return { hubs: this.#trace(from, to), fromTailKm, toTailKm, km };
      }
    }
    return { hubs: [], fromTailKm: 0, toTailKm: 0, km: Infinity };
  }

  #trace(from: number, to: number): number[] {
    const backwards = this.#transit[to] === false && this.#transit[from] === true;
    const source = backwards ? to : from;
    const { before } = this.#dijkstra(source);
    const path: number[] = [];
    for (let at = backwards ? from : to; at >= 0; at = at === source ? -1 : (before[at] ?? -1)) path.push(at);
    return backwards ? path : path.reverse();
  }
}

/** Where in the list the hub with the fewest km stands; of several the one with the lowest index. */
function nearestOf(list: Int32Array, size: number, km: Float64Array): number {
  let best = 0;
  let bestHub = list[0] ?? 0;
  let bestKm = km[bestHub] ?? Infinity;
  for (let place = 1; place < size; place++) {
    const hub = list[place] ?? 0;
    const hubKm = km[hub] ?? Infinity;
    if (hubKm > bestKm || (hubKm === bestKm && hub > bestHub)) continue;
    best = place;
    bestHub = hub;
    bestKm = hubKm;
  }
  return best;
}

function groupHubs(hubs: readonly Hub[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  hubs.forEach((hub, index) => {
    for (const key of [hub.country, country(hub.country).bloc]) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [index]);
      else group.push(index);
    }
  });
  return groups;
}

function buildEdges(input: FibreInput, closed: ReadonlySet<string>): Edges {
  const indexOf = new Map(input.hubs.map((hub, index) => [hub.code, index]));
  const neighbours: { to: number; km: number }[][] = input.hubs.map(() => []);
  for (const link of input.links) {
    const a = indexOf.get(link.a);
    const b = indexOf.get(link.b);
    if (a === undefined || b === undefined)
      throw new TopologyError('E_USAGE', `link ${link.a}-${link.b} names a hub that does not exist`);
    if (link.kind === 'thin' || closed.has(link.a) || closed.has(link.b)) continue;
    const km = link.km + CONSTANTS.linkPenaltyKm.value;
    neighbours[a]?.push({ to: b, km });
    neighbours[b]?.push({ to: a, km });
  }
  const start = new Int32Array(input.hubs.length + 1);
  neighbours.forEach((list, i) => (start[i + 1] = (start[i] ?? 0) + list.length));
  const flat = neighbours.flat();
  return { start, to: Int32Array.from(flat, (n) => n.to), km: Float64Array.from(flat, (n) => n.km) };
}
