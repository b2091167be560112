// A map of the world as SVG text: sites, hubs, links, a highlighted way, and the links that are cut.
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import type { GeoPath, GeoProjection } from 'd3-geo';
import { feature } from 'topojson-client';
import landFile from 'world-atlas/land-110m.json' with { type: 'json' };
import type { Link } from './catalog.ts';
import type { Hub, Place } from './place.ts';

/** What topojson reads; its own package of types is no dependency of this one. */
type Topology = Parameters<typeof feature>[0];

const WIDTH = 1200;
const MAP_HEIGHT = 610;
const HEIGHT = 660;

/** What a map shows. */
export interface MapInput {
  readonly title: string;
  /** Sites of a network. */
  readonly sites: readonly Place[];
  readonly hubs: readonly Hub[];
  readonly links: readonly Link[];
  /** Links that are out of order. */
  readonly cut: readonly Link[];
  /** The places of a way in order; empty for none. */
  readonly route: readonly Place[];
}

/** Draws the map in the Natural Earth projection; the same input gives the same text. */
export function mapSvg(input: MapInput): string {
  const projection = geoNaturalEarth1().fitExtent(
    [
      [8, 8],
      [WIDTH - 8, MAP_HEIGHT],
    ],
    { type: 'Sphere' },
  );
  const path = geoPath(projection).digits(1);
  const byCode = new Map(input.hubs.map((hub) => [hub.code, hub]));
  const cut = new Set(input.cut);
  const routed = input.links.filter((link) => link.kind !== 'thin' && !cut.has(link));
  const lineOf = (links: readonly Link[]): string =>
    links.map((link) => linkPath(link, byCode, path)).join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="map-title">`,
    `<title id="map-title">${escapeXml(input.title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<path class="sea" d="${path({ type: 'Sphere' }) ?? ''}"/>`,
    `<path class="land" d="${landPath(path)}"/>`,
    `<path class="link" d="${lineOf(routed.filter((link) => link.kind === 'terrestrial'))}"/>`,
    `<path class="cable" d="${lineOf(routed.filter((link) => link.kind === 'submarine'))}"/>`,
    `<path class="cut" d="${lineOf(input.cut)}"/>`,
    `<path class="hub" d="${input.hubs.map((hub) => dot(hub, projection, 1.3)).join('')}"/>`,
    `<path class="site" d="${input.sites.map((site) => dot(site, projection, 2.4)).join('')}"/>`,
    ...routeMarks(input.route, path, projection),
    legend(input),
    '</svg>\n',
  ].join('\n');
}

const STYLE =
  '.page{fill:#fff}.sea{fill:#eef3f7}.land{fill:#d5dbe0}.link{fill:none;stroke:#8fa3b5;stroke-width:.7}.cable{fill:none;stroke:#5b93c4;stroke-width:.7}' +
  '.cut{fill:none;stroke:#c1121f;stroke-width:1.6;stroke-dasharray:4 3}.hub{fill:#34495e}.site{fill:#e76f00;stroke:#fff;stroke-width:.4}' +
  '.route{fill:none;stroke:#111;stroke-width:2.4;stroke-linejoin:round}.stop{fill:#111}text{font:13px system-ui,sans-serif;fill:#222}.name{font-weight:600;paint-order:stroke;stroke:#fff;stroke-width:3px}';

function landPath(path: GeoPath): string {
  const atlas: object = landFile;
  if (!isTopology(atlas)) throw new Error('world-atlas/land-110m.json is not a topology');
  const land = atlas.objects['land'];
  return land === undefined ? '' : (path(feature(atlas, land)) ?? '');
}

function isTopology(value: object): value is Topology {
  return 'arcs' in value && 'objects' in value;
}

function linkPath(link: Link, byCode: ReadonlyMap<string, Hub>, path: GeoPath): string {
  const [a, b] = [byCode.get(link.a), byCode.get(link.b)];
  return a === undefined || b === undefined ? '' : lineThrough([a, b], path);
}

/** A line along great circles; d3 cuts it at the date line. */
function lineThrough(places: readonly Place[], path: GeoPath): string {
  return path({ type: 'LineString', coordinates: places.map((place) => [place.lon, place.lat]) }) ?? '';
}

/** A small circle as a path, so that hundreds of dots are one element. */
function dot(place: Place, projection: GeoProjection, radius: number): string {
  const point = projection([place.lon, place.lat]);
  if (point === null) return '';
  const diameter = 2 * radius;
  return `M${(point[0] - radius).toFixed(1)},${point[1].toFixed(1)}a${radius},${radius} 0 1,0 ${diameter},0a${radius},${radius} 0 1,0 -${diameter},0`;
}

function routeMarks(route: readonly Place[], path: GeoPath, projection: GeoProjection): string[] {
  const [first, last] = [route[0], route.at(-1)];
  if (first === undefined || last === undefined) return [];
  return [
    `<path class="route" d="${lineThrough(route, path)}"/>`,
    `<path class="stop" d="${route.map((stop) => dot(stop, projection, 3)).join('')}"/>`,
    ...[first, last].map((end) => label(end, projection)),
  ];
}

function label(place: Place, projection: GeoProjection): string {
  const [x, y] = projection([place.lon, place.lat]) ?? [0, 0];
  const anchor = x > WIDTH - 150 ? 'end' : 'start';
  return `<text class="name" x="${(x + (anchor === 'end' ? -7 : 7)).toFixed(1)}" y="${(y - 7).toFixed(1)}" text-anchor="${anchor}">${escapeXml(place.name)}</text>`;
}

function legend(input: MapInput): string {
  const facts = [
    `${input.sites.length} sites (orange)`,
    `${input.hubs.length} hubs`,
    'land links grey, submarine cables blue',
  ];
  if (input.cut.length > 0) facts.push(`${input.cut.length} links cut (red)`);
  return `<text x="16" y="${MAP_HEIGHT + 22}">${escapeXml(input.title)}</text><text x="16" y="${MAP_HEIGHT + 40}">${escapeXml(facts.join(' · '))}. Lines are great circles, not the courses of cables.</text>`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
