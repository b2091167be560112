// The action of `topology nearest`: the nearest sites of a network to a place.
import { pops } from '../../topology/catalog.ts';
import { distanceKm } from '../../topology/distance.ts';
import { createNearest } from '../../topology/nearest.ts';
import type { NetworkId } from '../../topology/place.ts';
import type { Profile } from '../../topology/profile.ts';
import type { Terminal } from './terminal.ts';
import { columns, labelOf, modelOf, placesOf } from './topology-world.ts';
import type { WorldOptions } from './topology-world.ts';

/** The options of `topology nearest`. */
export interface NearestOptions extends WorldOptions {
  readonly network: NetworkId;
  readonly count: number;
  readonly profile: Profile;
  readonly mainlandChina: boolean;
  readonly json: boolean;
}

/** Prints the nearest open sites by great circle, with the RTT to each. */
export async function printNearest(
  words: readonly string[],
  options: NearestOptions,
  terminal: Terminal,
): Promise<void> {
  const [place] = placesOf(words, { least: 1, most: 1, usage: 'npx antipode topology nearest <place>' });
  if (place === undefined) return;
  const model = await modelOf(options);
  const closed = new Set(options.close);
  const sites = pops(options.network, options).filter((site) => !closed.has(site.id));
  const nearest = createNearest(sites).nearestK(place.lat, place.lon, options.count);
  const rows = nearest.flatMap((index) => {
    const site = sites[index];
    if (site === undefined) return [];
    const { ms, source } = model.rttMs(place, site, options.profile);
    return [{ ...site, km: Math.round(distanceKm(place, site)), rttMs: ms, source }];
  });
  if (options.json) {
    terminal.out(`${JSON.stringify({ place, sites: rows })}\n`);
    return;
  }
  const cells = rows.map((row) => [
    row.km,
    row.rttMs === Infinity ? 'cut off' : row.rttMs.toFixed(1).padStart(6),
    row.id,
    `${row.name}, ${row.country}`,
  ]);
  terminal.out(
    `${labelOf(place)}, ${options.profile}\n${columns([['km', 'rtt ms', 'site', 'where'], ...cells])}`,
  );
}
