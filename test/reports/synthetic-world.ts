// The geography of the synthetic run: 309 PoPs, about 1,000 user places and one origin, read from the data files.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { labelHash, uniform } from '../../sim/random.ts';

/** A point that the synthetic run can name. */
export interface Spot {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly lat: number;
  readonly lon: number;
}

/** A user place with its nearest PoP and the round trips of an average access network. */
export interface UserSpot extends Spot {
  readonly continent: string;
  readonly weight: number;
  readonly pop: number;
  readonly popRttMs: number;
  readonly originRttMs: number;
}

/** Everything the synthetic run needs to know of the world. */
export interface SyntheticWorld {
  readonly pops: readonly (Spot & { readonly code: string; readonly originRttMs: number })[];
  readonly users: readonly UserSpot[];
  readonly origin: Spot;
}

const tableSchema = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});
type Table = z.infer<typeof tableSchema>;

const KM_PER_MS = 102.1;
const ACCESS = labelHash('synthetic-access');

function table(name: string): Table {
  const url = new URL(`../../topology/data/${name}.json`, import.meta.url);
  return tableSchema.parse(JSON.parse(readFileSync(url, 'utf8')));
}

function cell(data: Table, row: Table['rows'][number], column: string): string | number {
  const at = data.columns.indexOf(column);
  const value = row[at];
  if (value === undefined || value === null) throw new Error(`no column ${column}`);
  return value;
}

/** Great-circle distance in km. */
function greatCircleKm(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const radians = Math.PI / 180;
  const x = Math.sin(((b.lat - a.lat) * radians) / 2);
  const y = Math.sin(((b.lon - a.lon) * radians) / 2);
  const h = x * x + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * y * y;
  return 12742 * Math.asin(Math.sqrt(h));
}

function readPops(origin: Spot): SyntheticWorld['pops'] {
  const data = table('pops');
  return data.rows
    .filter((row) => cell(data, row, 'network') === 'cloudflare' && cell(data, row, 'country') !== 'CN')
    .map((row) => {
      const code = String(cell(data, row, 'code'));
      const spot = {
        id: `cloudflare:${code}`,
        code,
        name: String(cell(data, row, 'name')),
        country: String(cell(data, row, 'country')),
        lat: Number(cell(data, row, 'lat')),
        lon: Number(cell(data, row, 'lon')),
      };
      return { ...spot, originRttMs: 6 + (1.4 * greatCircleKm(spot, origin)) / KM_PER_MS };
    });
}

/** The world of the synthetic run: always the same. */
export function syntheticWorld(placeCount = 1100): SyntheticWorld {
  const origin = {
    id: 'aws:us-east-1',
    name: 'Ashburn (N. Virginia)',
    country: 'US',
    lat: 39.04,
    lon: -77.49,
  };
  const pops = readPops(origin);
  const countries = table('countries');
  const continentOf = new Map<string, string>();
  const onlineOf = new Map<string, number>();
  for (const row of countries.rows) {
    const code = String(cell(countries, row, 'code'));
    continentOf.set(code, String(cell(countries, row, 'continent')));
    onlineOf.set(code, Number(row[countries.columns.indexOf('internetPercent')] ?? 50) / 100);
  }
  const cities = table('cities');
  const seen = new Set<string>();
  const users = cities.rows
    .filter((row, i) => {
      const country = String(cell(cities, row, 'country'));
      const keep = country !== 'CN' && (i < placeCount || !seen.has(country));
      seen.add(country);
      return keep;
    })
    .map((row, i) => {
      const country = String(cell(cities, row, 'country'));
      const spot = {
        id: `city:${String(cell(cities, row, 'name'))},${country}`,
        name: String(cell(cities, row, 'name')),
        country,
        lat: Number(cell(cities, row, 'lat')),
        lon: Number(cell(cities, row, 'lon')),
      };
      const distances = pops.map((pop) => greatCircleKm(spot, pop));
      const nearest = distances.indexOf(Math.min(...distances));
      const detour = 1.5 + 0.5 * uniform(1, i, ACCESS);
      const online = onlineOf.get(country) ?? 0.5;
      return {
        ...spot,
        continent: continentOf.get(country) ?? 'EU',
        weight: Number(cell(cities, row, 'population')) * (Number.isFinite(online) ? online : 0.5),
        pop: nearest,
        popRttMs: 5.5 + (2.6 * (distances[nearest] ?? 0)) / KM_PER_MS,
        originRttMs: 10 + (detour * greatCircleKm(spot, origin)) / KM_PER_MS,
      };
    });
  return { pops, users, origin };
}
