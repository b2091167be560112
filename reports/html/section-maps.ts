// The maps: one per arm on one shared scale, with a switch to the difference and a readout of what the pointer is on.
import {
  baselineOf,
  countriesOf,
  countryName,
  histogramQuantile,
  sliceQuantile,
  subjectOf,
} from '../figures.ts';
import type { ArmResult, RunResult } from '../result.ts';
import { escapeHtml, plainText } from '../text.ts';
import { landDefinition } from './charts/spread.ts';
import { mapDefinitions, worldMap } from './charts/world-map.ts';
import type { WorldMapData } from './charts/world-map.ts';
import { DIFFERENCE_EDGES_MS, TTFB_EDGES_MS, armsInOrder } from './colors.ts';
import type { World } from './geo.ts';

/** p75 of TTFB in a country, and its difference to the baseline, ms. */
function countryValues(result: RunResult, arm: ArmResult): WorldMapData['countries'] {
  const baseline = baselineOf(result);
  return new Map(
    countriesOf(result).map(({ code, slice }) => {
      const p75Ms = sliceQuantile(arm, { metric: 'ttfb', slice, q: 0.75 });
      const base = sliceQuantile(baseline, { metric: 'ttfb', slice, q: 0.75 });
      const differenceMs = arm === baseline || p75Ms === null || base === null ? null : p75Ms - base;
      return [code, { p75Ms, differenceMs }];
    }),
  );
}

/** Every PoP of any arm once, by its code: the index by which maps and script name it. */
function popIndex(result: RunResult): Map<string, number> {
  const codes = new Set(result.arms.flatMap((arm) => arm.pops.map((pop) => pop.code)));
  return new Map([...codes].map((code, i) => [code, i]));
}

/** Where the users of countries without an outline on the map live: their busiest place. */
function smallCountries(result: RunResult, world: World): WorldMapData['small'] {
  const busiest = new Map<string, RunResult['userPlaces'][number]>();
  for (const place of result.userPlaces) {
    const known = busiest.get(place.country);
    if (world.countries.has(place.country) || place.requests === 0) continue;
    if (known === undefined || known.requests < place.requests) busiest.set(place.country, place);
  }
  return [...busiest.values()].map(({ country, lat, lon }) => ({ code: country, lat, lon }));
}

/** All that one arm's map draws. */
export function mapData(result: RunResult, arm: ArmResult, world: World): WorldMapData {
  const index = popIndex(result);
  const sites = arm.pops.length > 1 ? arm.pops : [];
  return {
    arm: arm.name,
    countries: countryValues(result, arm),
    small: smallCountries(result, world),
    pops: sites.map(({ code, lat, lon, requests }) => ({ index: index.get(code) ?? 0, lat, lon, requests })),
    origin: arm.region,
  };
}

/** The section with all maps. */
export function mapsSection(result: RunResult, world: World): string {
  const arms = armsInOrder(result);
  const figures = arms.map((arm) => {
    const name = escapeHtml(arm.name, 24);
    const difference =
      arm === baselineOf(result) ? ' is the baseline' : ` against ${escapeHtml(result.baseline, 24)}`;
    return `<figure><figcaption><h3>${name}<span class="only-q">: p75 time to first byte</span><span class="only-d">${difference}</span></h3></figcaption>${worldMap(world, mapData(result, arm, world))}</figure>`;
  });
  const compared = subjectOf(result) !== baselineOf(result);
  const toggle = compared
    ? `<label for="times" class="screen">Time</label><label for="differ" class="screen">Difference to ${escapeHtml(result.baseline, 24)}</label>`
    : '';
  return [
    '<section id="where"><h2>Where users wait</h2>',
    '<p class="lead">Countries by the time within which three quarters of their requests had a first byte (p75). Circles are PoPs, sized by traffic; fine dots are places of users; the red diamond is the origin.</p>',
    mapDefinitions(world, result.userPlaces),
    landDefinition(world),
    '<div class="mapsheet"><input type="radio" name="map" id="times" checked><input type="radio" name="map" id="differ">',
    toggle,
    `<div class="grid" id="maps">${figures.join('')}${legendCell(result)}</div></div></section>`,
  ].join('');
}

function legendCell(result: RunResult): string {
  const times = scale('q', TTFB_EDGES_MS);
  const differences = scale('d', DIFFERENCE_EDGES_MS);
  const baseline = escapeHtml(result.baseline, 24);
  return [
    '<div class="maplegend"><div><div class="only-q"><h4>p75 time to first byte, ms</h4>',
    times,
    '</div>',
    `<div class="only-d"><h4>p75 compared with ${baseline}, ms</h4>${differences}</div>`,
    '<p class="note">Pale grey: fewer than 40 requests. The scale is the same on every map and in every report.</p></div><div>',
    '<div id="readout" class="needs-js" aria-live="polite"><p class="note">Point at a country or a PoP to read its numbers in every arm.</p></div>',
    '<p class="note no-js">The numbers of every country and PoP stand in the <a href="#countries">tables</a>.</p></div></div>',
  ].join('');
}

/** The classes in a row, each with the edge it reaches to. */
export function scale(prefix: 'q' | 'd', edges: readonly number[]): string {
  const texts = [...edges.map((edge) => (edge < 0 ? `−${-edge}` : String(edge))), 'more'];
  const items = texts.map((text, i) => `<li><i class="${prefix}${i}"></i>${text}</li>`);
  return `<ul class="bins" aria-label="Colour classes, each up to the number below it">${items.join('')}</ul>`;
}

/** What the script shows of countries and PoPs: names, requests, and the figures of each arm. */
export function mapReadouts(result: RunResult): { countries: unknown; pops: unknown } {
  const arms = result.arms;
  const values = arms.map((arm) => countryValues(result, arm));
  const whole = (ms: number | null | undefined): number | null =>
    ms === null || ms === undefined ? null : Math.round(ms);
  const countries = countriesOf(result).map(({ code, requests }) => [
    plainText(code, 8),
    [plainText(countryName(code), 60), requests, values.map((one) => whole(one.get(code)?.p75Ms))],
  ]);
  const byArm = arms.map((arm) => new Map(arm.pops.map((pop) => [pop.code, pop])));
  const pops = [...popIndex(result).keys()].map((code) => {
    const found = byArm.map((pops) => pops.get(code));
    const any = found.find((pop) => pop !== undefined);
    const title = `${plainText(any?.name ?? '', 40)}, ${plainText(countryName(any?.country ?? ''), 60)}`;
    return [
      plainText(code, 12),
      title,
      found.map((pop) =>
        pop === undefined ? null : [pop.requests, whole(histogramQuantile(pop.ttfb, 0.5))],
      ),
    ];
  });
  return { countries: Object.fromEntries(countries), pops };
}
