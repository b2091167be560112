// The map of one arm: countries by p75 TTFB, PoPs by traffic, places of users, and where the origin stands.
import { escapeHtml } from '../../text.ts';
import { differenceClass, ttfbClass } from '../colors.ts';
import type { World } from '../geo.ts';
import { dots, num, svg } from '../svg.ts';

/** What one map shows. */
export interface WorldMapData {
  readonly arm: string;
  /** By ISO 3166-1 alpha-2 code: p75 TTFB and its difference to the baseline, ms; null with too few requests. */
  readonly countries: ReadonlyMap<
    string,
    { readonly p75Ms: number | null; readonly differenceMs: number | null }
  >;
  /** Where the users of countries too small for an outline live. */
  readonly small: readonly { readonly code: string; readonly lat: number; readonly lon: number }[];
  readonly pops: readonly {
    readonly index: number;
    readonly lat: number;
    readonly lon: number;
    readonly requests: number;
  }[];
  readonly origin: { readonly lat: number; readonly lon: number };
}

/** Definitions that all maps of a page share: the countries, drawn once, and the places of users. */
export function mapDefinitions(
  world: World,
  users: readonly { lat: number; lon: number; requests: number }[],
): string {
  const countries = [...world.countries].map(([code, path]) => `<path id="c${code}" d="${path}"/>`);
  const places = dots(
    users.filter((user) => user.requests > 0).map((user) => world.at(user)),
    'user',
  );
  const others = `<path id="c-" d="${world.others}"/>`;
  return `<svg class="defs" width="0" height="0" aria-hidden="true"><defs>${countries.join('')}${others}<g id="users">${places}</g></defs></svg>`;
}

/** The map as SVG; it needs `mapDefinitions` on the same page. */
export function worldMap(world: World, data: WorldMapData): string {
  const countries = [...world.countries.keys()].map((code) => {
    const value = data.countries.get(code);
    return value === undefined
      ? `<use href="#c${code}"/>`
      : `<use href="#c${code}" class="${classes(value)}" data-c="${code}"/>`;
  });
  const small = data.small.map(({ code, lat, lon }) => {
    const { x, y } = world.at({ lat, lon });
    const value = data.countries.get(code) ?? { p75Ms: null, differenceMs: null };
    return `<circle class="${classes(value)}" cx="${x}" cy="${y}" r="8" data-c="${escapeHtml(code, 8)}"/>`;
  });
  const most = Math.max(1, ...data.pops.map((pop) => pop.requests));
  // The busiest on top would hide its neighbours, so the quiet ones are drawn last.
  const sites = data.pops
    .toSorted((a, b) => b.requests - a.requests)
    .map(({ index, lat, lon, requests }) => {
      const { x, y } = world.at({ lat, lon });
      return `<circle cx="${x}" cy="${y}" r="${num(popRadius(requests, most))}" data-p="${index}"/>`;
    });
  const home = world.at(data.origin);
  return svg(
    world.size,
    { className: 'map', label: `World map of ${data.arm}: countries coloured by p75 time to first byte` },
    `<g class="land"><use href="#c-"/>${countries.join('')}${small.join('')}</g>`,
    '<use href="#users"/>',
    `<g class="pops">${sites.join('')}</g>`,
    `<path class="origin" d="M${home.x} ${home.y - 15}l15 15-15 15-15-15z"/>`,
  );
}

function classes(value: { p75Ms: number | null; differenceMs: number | null }): string {
  return `${ttfbClass(value.p75Ms)} ${differenceClass(value.differenceMs)}`;
}

/** Radius of a PoP, so that its area grows with its traffic. */
function popRadius(requests: number, most: number): number {
  return requests === 0 ? 2 : 3 + 14 * Math.sqrt(requests / most);
}
