// The action of `topology list`: the tables of the catalogue.
import * as catalog from '../../topology/catalog.ts';
import { cableGroups } from '../../topology/faults.ts';
import { NETWORKS } from '../../topology/place.ts';
import type { NetworkId, Place } from '../../topology/place.ts';
import { TOPOLOGY_CONSTANTS } from '../../topology/provenance.ts';
import { nearestWords } from '../../topology/words.ts';
import { SimError } from '../errors.ts';
import type { Terminal } from './terminal.ts';
import { columns } from './topology-world.ts';

/** The options of `topology list`. */
export interface ListOptions {
  readonly network?: string;
  readonly country?: string;
  readonly mainlandChina: boolean;
  readonly json: boolean;
}

type Cells = readonly (string | number)[];

/** A list: its rows for JSON, and how a row looks as text. */
interface List {
  readonly rows: readonly object[];
  readonly head: readonly string[];
  readonly cells: readonly Cells[];
}

/** Prints one list of the catalogue. */
export function printList(what: string, options: ListOptions, terminal: Terminal): void {
  const list = LISTS[what];
  if (list === undefined) {
    throw new SimError('E_USAGE', `there is no list "${what}"`, {
      hint: `did you mean ${nearestWords(what, Object.keys(LISTS), 1).join('')}? Lists: ${Object.keys(LISTS).join(', ')}`,
    });
  }
  const { rows, head, cells } = list(options);
  terminal.out(options.json ? `${JSON.stringify(rows)}\n` : columns([head, ...cells]));
}

const LISTS: Readonly<Record<string, (options: ListOptions) => List>> = {
  networks: listNetworks,
  pops: (options) =>
    listPlaces(
      networksOf(options).flatMap((network) => catalog.pops(network, options)),
      options,
    ),
  regions: (options) => listPlaces(catalog.regions(), options),
  cities: listCities,
  hubs: (options) => listPlaces(catalog.hubs(), options),
  links: listLinks,
  cables: listCables,
  countries: listCountries,
  access: listAccess,
  constants: listConstants,
};

function networksOf(options: ListOptions): readonly NetworkId[] {
  if (options.network === undefined) return NETWORKS;
  const network = NETWORKS.find((candidate) => candidate === options.network);
  if (network !== undefined) return [network];
  throw new SimError('E_USAGE', `there is no network "${options.network}"`, {
    hint: `networks: ${NETWORKS.join(', ')}`,
  });
}

/** Rows of one country when one is asked for; the country must exist. */
function inCountry<Row extends { readonly country: string }>(
  rows: readonly Row[],
  options: ListOptions,
): readonly Row[] {
  if (options.country === undefined) return rows;
  const { code } = catalog.country(options.country.toUpperCase());
  return rows.filter((row) => row.country === code);
}

function listNetworks(options: ListOptions): List {
  const rows = networksOf(options).map((network) => ({
    network,
    sites: catalog.pops(network, options).length,
  }));
  return { rows, head: ['network', 'sites'], cells: rows.map((row) => [row.network, row.sites]) };
}

function listPlaces(places: readonly Place[], options: ListOptions): List {
  const rows = inCountry(places, options);
  return {
    rows,
    head: ['id', 'name', 'country', 'lat', 'lon'],
    cells: rows.map((place) => [place.id, place.name, place.country, place.lat, place.lon]),
  };
}

function listCities(options: ListOptions): List {
  const rows = inCountry(catalog.cities(), options);
  const cells = rows.map((city) => [
    city.name,
    city.country,
    city.lat,
    city.lon,
    city.population,
    Math.round(city.internetUsers),
  ]);
  return { rows, head: ['name', 'country', 'lat', 'lon', 'population', 'internet users'], cells };
}

function listLinks(): List {
  const rows = catalog.links();
  return {
    rows,
    head: ['a', 'b', 'km', 'kind', 'cable'],
    cells: rows.map((link) => [link.a, link.b, link.km, link.kind, link.cable]),
  };
}

function listCables(): List {
  const rows = cableGroups();
  return {
    rows,
    head: ['group', 'links', 'why'],
    cells: rows.map((group) => [group.name, group.links.join(' '), group.why]),
  };
}

function listCountries(options: ListOptions): List {
  const all = catalog.countries().map((country) => ({ ...country, country: country.code }));
  const rows = inCountry(all, options);
  const cells = rows.map((row) => [
    row.code,
    row.name,
    row.continent,
    row.bloc,
    row.transit ? 'transit' : 'no transit',
    row.population,
  ]);
  return { rows, head: ['code', 'name', 'continent', 'bloc', 'transit', 'population'], cells };
}

function listAccess(): List {
  const rows = catalog.accessNetworks();
  const cells = rows.map((row) => [
    row.type,
    row.p25Ms,
    row.p50Ms,
    row.p75Ms,
    row.p95Ms,
    row.jitterMs,
    row.confidence,
  ]);
  return { rows, head: ['type', 'p25 ms', 'p50 ms', 'p75 ms', 'p95 ms', 'jitter ms', 'confidence'], cells };
}

function listConstants(): List {
  const rows = TOPOLOGY_CONSTANTS;
  const cells = rows.map((row) => [row.value, row.unit, row.name, row.confidence, row.source]);
  return { rows, head: ['value', 'unit', 'name', 'confidence', 'source'], cells };
}
