// Turning the names of a fault into links and sites: a cable group, a named cable, or a link by its two hubs.
import { cities, hubs, links, pops, regions } from './catalog.ts';
import type { Link } from './catalog.ts';
import cablesFile from './data/cables.json' with { type: 'json' };
import { TopologyError } from './errors.ts';
import { NETWORKS } from './place.ts';
import { nearestWords, plainWord } from './words.ts';

/** Links that one accident cuts together. */
export interface CableGroup {
  readonly name: string;
  /** The event that showed it. */
  readonly why: string;
  /** Links by their hubs, for example `JED-CAI`. */
  readonly links: readonly string[];
}

const groups: readonly CableGroup[] = cablesFile.rows.map((row) => {
  const [name, why, members] = row;
  if (typeof name !== 'string' || typeof why !== 'string' || !Array.isArray(members))
    throw new Error('data/cables.json is malformed');
  return { name, why, links: members };
});

/** The named groups of links that a scenario may cut. */
export function cableGroups(): readonly CableGroup[] {
  return groups;
}

/** The links of the graph that a name stands for: a group ("Red Sea"), a cable ("MAREA") or two hubs ("SIN-HKG"). */
export function linksNamed(name: string, among: readonly Link[] = links()): readonly Link[] {
  const wanted = plainWord(name);
  const group = groups.find((candidate) => plainWord(candidate.name) === wanted);
  if (group !== undefined) {
    const members = new Set(group.links.map(plainWord));
    return among.filter(
      (link) => members.has(hubPair(link.a, link.b)) || members.has(hubPair(link.b, link.a)),
    );
  }
  const byHubs = among.filter(
    (link) => hubPair(link.a, link.b) === wanted || hubPair(link.b, link.a) === wanted,
  );
  if (byHubs.length > 0) return byHubs;
  const byCable = among.filter((link) => cableNames(link).some((cable) => plainWord(cable) === wanted));
  if (byCable.length > 0) return byCable;
  const known = [
    ...groups.map((candidate) => candidate.name),
    ...among.flatMap(cableNames),
    ...hubs().map((hub) => hub.code),
  ];
  throw new TopologyError('E_PLACE', `there is no cable or link "${name}"`, {
    hint: `did you mean ${nearestWords(name, known, 3).join(', ')}? A link is also named by its two hubs, for example SIN-HKG`,
  });
}

/** The ids of places that are out of order, each checked to be a place of the catalogue. */
export function knownSites(ids: readonly string[]): ReadonlySet<string> {
  if (ids.length === 0) return new Set();
  const sites = NETWORKS.flatMap((network) => pops(network, { mainlandChina: true }));
  const known = new Set([...sites, ...regions(), ...hubs(), ...cities()].map((place) => place.id));
  for (const id of ids) {
    if (known.has(id)) continue;
    throw new TopologyError('E_PLACE', `there is no site "${id}" to close`, {
      hint: `did you mean ${nearestWords(id, known, 3).join(', ')}?`,
    });
  }
  return new Set(ids);
}

function hubPair(a: string, b: string): string {
  return plainWord(`${a}-${b}`);
}

/** "AAE-1/SMW5/IMEWE" stands for three cables. */
function cableNames(link: Link): string[] {
  return link.cable
    .split('/')
    .map((cable) => cable.trim())
    .filter((cable) => cable !== '');
}
