// The action of `topology map`: the map as SVG, on standard output or in a file.
import { hubs, links, pops } from '../../topology/catalog.ts';
import { mapSvg } from '../../topology/map-svg.ts';
import type { NetworkId, Place } from '../../topology/place.ts';
import type { Profile } from '../../topology/profile.ts';
import { SimError } from '../errors.ts';
import type { Terminal } from './terminal.ts';
import { cutLinksOf, modelOf, placesOf } from './topology-world.ts';
import type { WorldOptions } from './topology-world.ts';
import { writeWhole } from '../write-file.ts';

/** The options of `topology map`. */
export interface MapOptions extends WorldOptions {
  readonly network: NetworkId;
  readonly profile: Profile;
  readonly out?: string;
}

/** Draws the map, with the way between two places when both are named. */
export async function printMap(
  words: readonly string[],
  options: MapOptions,
  terminal: Terminal,
): Promise<void> {
  const usage = 'npx antipode topology map [from to]';
  const [from, to] = placesOf(words, { least: 0, most: 2, usage });
  if (from !== undefined && to === undefined)
    throw new SimError('E_USAGE', 'a way needs two places', { hint: `usage: ${usage}` });
  const way =
    from === undefined || to === undefined
      ? { title: `${options.network}: sites and fibre`, route: [] }
      : await wayBetween(from, to, options);
  const closed = new Set(options.close);
  const sites = pops(options.network).filter((site) => !closed.has(site.id));
  const svg = mapSvg({ ...way, sites, hubs: hubs(), links: links(), cut: cutLinksOf(options) });
  if (options.out === undefined) {
    terminal.out(svg);
    return;
  }
  await writeWhole(options.out, svg);
  terminal.err(`wrote ${options.out}\n`);
}

async function wayBetween(
  from: Place,
  to: Place,
  options: MapOptions,
): Promise<{ title: string; route: Place[] }> {
  const told = (await modelOf(options)).explain(from, to, options.profile);
  const ms = told.rtt.ms === Infinity ? 'cut off' : `${told.rtt.ms.toFixed(0)} ms`;
  const cut = options.cut.length === 0 ? '' : `, without ${options.cut.join(', ')}`;
  const route = told.steps.length === 0 ? [] : [from, ...told.steps.map((step) => step.to)];
  return { title: `${from.name} to ${to.name}${cut}: ${ms}`, route };
}
