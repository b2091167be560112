// The catalogue: every network, region, hub, link, city, country and access type of the data files, ready to use.
import accessFile from './data/access.json' with { type: 'json' };
import citiesFile from './data/cities.json' with { type: 'json' };
import countriesFile from './data/countries.json' with { type: 'json' };
import hubsFile from './data/hubs.json' with { type: 'json' };
import linksFile from './data/links.json' with { type: 'json' };
import popsFile from './data/pops.json' with { type: 'json' };
import regionsFile from './data/regions.json' with { type: 'json' };
import { TopologyError } from './errors.ts';
import { NETWORKS, PROVIDERS } from './place.ts';
import type { City, Hub, NetworkId, Pop, Region } from './place.ts';
import { numberAt, textAt, wordAt } from './table.ts';
import type { Row } from './table.ts';

/** AF Africa, AN Antarctica, AS Asia, EU Europe, NA North America, OC Oceania, SA South America. */
export const CONTINENTS = ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA'] as const;
export type Continent = (typeof CONTINENTS)[number];

/** A country and what the model needs to know of it. */
export interface Country {
  readonly code: string;
  readonly name: string;
  readonly continent: Continent;
  /** Countries of one bloc share their hubs, because carriers cross borders freely inside it; '' for none. */
  readonly bloc: '' | 'europe' | 'us-canada';
  /** False where carriers of other countries do not pass through: paths may only start or end there. */
  readonly transit: boolean;
  readonly population: number;
  /** Internet users in per cent of the population; undefined where the source has no figure. */
  readonly internetPercent: number | undefined;
}

/** How a link of the fibre graph is made; a thin link exists, but large backbones do not route over it. */
const LINK_KINDS = ['terrestrial', 'submarine', 'thin'] as const;

/** A link of the fibre graph between two hubs, by their codes. */
export interface Link {
  readonly a: string;
  readonly b: string;
  readonly km: number;
  readonly kind: (typeof LINK_KINDS)[number];
  /** The cable systems it stands for; '' where none is named. */
  readonly cable: string;
}

/** The kinds of access network; `wifi-extra` is added to a fixed one when the host is wireless. */
export const ACCESS_TYPES = [
  'fibre',
  'cable',
  'vdsl',
  'dsl',
  'cellular-4g',
  'cellular-5g',
  'leo-satellite',
  'geo-satellite',
  'wifi-extra',
] as const;
export type AccessType = (typeof ACCESS_TYPES)[number];

/** The RTT of an access network in ms across users, and its jitter inside one user. */
export interface AccessNetwork {
  readonly type: AccessType;
  readonly p25Ms: number;
  readonly p50Ms: number;
  readonly p75Ms: number;
  readonly p95Ms: number;
  /** p95 minus p50 of one user's samples, ms. */
  readonly jitterMs: number;
  readonly source: string;
  readonly confidence: 'assumed';
}

const countryByCode: ReadonlyMap<string, Country> = new Map(
  countriesFile.rows.map((row) => [textAt(row, 0), readCountry(row)]),
);
const allPops: readonly Pop[] = popsFile.rows.map(readPop);
const allRegions: readonly Region[] = regionsFile.rows.map(readRegion);
const allHubs: readonly Hub[] = hubsFile.rows.map(readHub);
const allLinks: readonly Link[] = linksFile.rows.map(readLink);
const allCities: readonly City[] = readCities(citiesFile.rows);
const allAccess: readonly AccessNetwork[] = accessFile.rows.map(readAccess);

/** The sites of a network; the 30 mainland-China partner sites of cloudflare only when asked for. */
export function pops(network: NetworkId, options: { mainlandChina?: boolean } = {}): readonly Pop[] {
  return allPops.filter(
    (pop) => pop.network === network && (options.mainlandChina === true || !isMainlandChina(pop)),
  );
}

/** True for the sites of a partner network in mainland China, which normally serve no ordinary customer. */
export function isMainlandChina(pop: Pop): boolean {
  return pop.network === 'cloudflare' && pop.country === 'CN';
}

/** All 153 cloud regions. */
export function regions(): readonly Region[] {
  return allRegions;
}

/** A region by its id, for example `aws:us-east-1`. */
export function regionById(id: string): Region {
  const region = allRegions.find((candidate) => candidate.id === id);
  if (region === undefined)
    throw new TopologyError('E_PLACE', `there is no region "${id}"`, {
      hint: 'regions are named provider:region, for example aws:us-east-1',
    });
  return region;
}

/** The 3,081 towns of the population table, most populous first. */
export function cities(): readonly City[] {
  return allCities;
}

/** The hubs of the fibre graph. */
export function hubs(): readonly Hub[] {
  return allHubs;
}

/** The links of the fibre graph, thin ones included. */
export function links(): readonly Link[] {
  return allLinks;
}

/** All access networks. */
export function accessNetworks(): readonly AccessNetwork[] {
  return allAccess;
}

/** One access network by its type. */
export function accessNetwork(type: AccessType): AccessNetwork {
  const access = allAccess.find((candidate) => candidate.type === type);
  if (access === undefined) throw new TopologyError('E_USAGE', `there is no access network "${type}"`);
  return access;
}

/** A country by its ISO code; undefined when there is none. */
export function countryByCodeOrUndefined(code: string): Country | undefined {
  return countryByCode.get(code);
}

/** A country by its ISO code. */
export function country(code: string): Country {
  const found = countryByCode.get(code);
  if (found === undefined)
    throw new TopologyError('E_PLACE', `there is no country "${code}"`, {
      hint: 'countries are named by two letters, for example SG',
    });
  return found;
}

/** All countries, by code. */
export function countries(): readonly Country[] {
  return [...countryByCode.values()];
}

/** The English name of a country. */
export function countryName(code: string): string {
  return country(code).name;
}

/** The continent a country belongs to. */
export function continentOf(code: string): Continent {
  return country(code).continent;
}

function readCountry(row: Row): Country {
  const percent = row[6];
  return {
    code: textAt(row, 0),
    name: textAt(row, 1),
    continent: wordAt(row, 2, CONTINENTS),
    bloc: wordAt(row, 3, ['', 'europe', 'us-canada']),
    transit: numberAt(row, 4) === 1,
    population: numberAt(row, 5),
    internetPercent: typeof percent === 'number' ? percent : undefined,
  };
}

function readPop(row: Row): Pop {
  const network = wordAt(row, 0, NETWORKS);
  const code = textAt(row, 1);
  return {
    id: `${network}:${code}`,
    name: textAt(row, 2),
    country: textAt(row, 3),
    lat: numberAt(row, 4),
    lon: numberAt(row, 5),
    network,
    code,
  };
}

function readRegion(row: Row): Region {
  const provider = wordAt(row, 0, PROVIDERS);
  const region = textAt(row, 1);
  return {
    id: `${provider}:${region}`,
    name: textAt(row, 2),
    country: textAt(row, 3),
    lat: numberAt(row, 4),
    lon: numberAt(row, 5),
    provider,
    region,
  };
}

function readHub(row: Row): Hub {
  const code = textAt(row, 0);
  return {
    id: `hub:${code}`,
    name: textAt(row, 1),
    country: textAt(row, 2),
    lat: numberAt(row, 3),
    lon: numberAt(row, 4),
    code,
  };
}

function readLink(row: Row): Link {
  return {
    a: textAt(row, 0),
    b: textAt(row, 1),
    km: numberAt(row, 2),
    kind: wordAt(row, 3, LINK_KINDS),
    cable: textAt(row, 4),
  };
}

function readAccess(row: Row): AccessNetwork {
  return {
    type: wordAt(row, 0, ACCESS_TYPES),
    p25Ms: numberAt(row, 1),
    p50Ms: numberAt(row, 2),
    p75Ms: numberAt(row, 3),
    p95Ms: numberAt(row, 4),
    jitterMs: numberAt(row, 5),
    source: textAt(row, 6),
    confidence: 'assumed',
  };
}

/** Towns share the internet users of their country in proportion to their population; two towns of one name get ids of their own. */
function readCities(rows: readonly Row[]): City[] {
  const listedPopulation = new Map<string, number>();
  for (const row of rows) {
    const code = textAt(row, 1);
    listedPopulation.set(code, (listedPopulation.get(code) ?? 0) + numberAt(row, 4));
  }
  const taken = new Map<string, number>();
  return rows.map((row) => {
    const name = textAt(row, 0);
    const code = textAt(row, 1);
    const key = `city:${name},${code}`;
    const occurrence = (taken.get(key) ?? 0) + 1;
    taken.set(key, occurrence);
    const population = numberAt(row, 4);
    const home = country(code);
    const users = (home.population * (home.internetPercent ?? 0)) / 100;
    const share = population / Math.max(1, listedPopulation.get(code) ?? 0);
    return {
      id: occurrence === 1 ? key : `${key}#${occurrence}`,
      name,
      country: code,
      lat: numberAt(row, 2),
      lon: numberAt(row, 3),
      population,
      internetUsers: users * share,
    };
  });
}
