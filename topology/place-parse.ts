// Turning what people type into a place: a colo code, a region, a town, or a latitude, a longitude and a country.
import { cities, countries, countryByCodeOrUndefined, hubs, pops, regions } from './catalog.ts';
import { TopologyError } from './errors.ts';
import { NETWORKS } from './place.ts';
import type { Place } from './place.ts';
import { nearestWords, plainWord } from './words.ts';

/** The forms a place may take, for help texts. */
const PLACE_FORMS =
  'a colo code (SIN), a region (aws:us-east-1), a town ("Singapore", "São Paulo, BR"), or lat,lon,CC (-33.87,151.21,AU)';

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)`;
const COORDINATES = new RegExp(String.raw`^\s*(${NUMBER})\s*,\s*(${NUMBER})\s*(?:,\s*(\p{L}*)\s*)?$`, 'u');
const SUGGESTIONS = 4;

/** Turns texts into places; the same text gives the same object, so that models can cache by it. */
export interface PlaceParser {
  parse(text: string): Place;
}

/** True for a text that begins like a coordinate with a minus sign, which a command line would take for an option. */
export function looksLikeCoordinates(text: string): boolean {
  return COORDINATES.test(text);
}

/** Builds a parser over the whole catalogue. */
export function createPlaceParser(): PlaceParser {
  const index = buildIndex();
  const parsed = new Map<string, Place>();

  function parse(text: string): Place {
    const known = parsed.get(text);
    if (known !== undefined) return known;
    const place = parseCoordinates(text) ?? parseName(text, index);
    parsed.set(text, place);
    return place;
  }

  return { parse };
}

interface PlaceIndex {
  readonly byId: ReadonlyMap<string, Place>;
  readonly byCode: ReadonlyMap<string, Place>;
  /** By plain name; the first is the most populous. */
  readonly byName: ReadonlyMap<string, readonly Place[]>;
}

/** Codes prefer the densest network; names prefer towns by population, then hubs, sites and regions. */
function buildIndex(): PlaceIndex {
  const sites = NETWORKS.flatMap((network) => pops(network, { mainlandChina: true }));
  const byId = new Map<string, Place>();
  const byCode = new Map<string, Place>();
  const byName = new Map<string, Place[]>();
  for (const place of [...sites, ...regions(), ...hubs(), ...cities()])
    byId.set(place.id.toLowerCase(), place);
  for (const region of regions()) setIfNew(byCode, region.region.toLowerCase(), region);
  for (const site of [...sites, ...hubs()]) setIfNew(byCode, site.code.toLowerCase(), site);
  for (const place of [...cities(), ...hubs(), ...sites, ...regions()]) {
    const list = byName.get(plainWord(place.name));
    if (list === undefined) byName.set(plainWord(place.name), [place]);
    else list.push(place);
  }
  return { byId, byCode, byName };
}

function setIfNew(map: Map<string, Place>, key: string, place: Place): void {
  if (!map.has(key)) map.set(key, place);
}

function parseCoordinates(text: string): Place | undefined {
  const match = COORDINATES.exec(text);
  if (match === null) return undefined;
  const [, latText = '', lonText = '', code = ''] = match;
  const [lat, lon] = [Number(latText), Number(lonText)];
  if (Math.abs(lat) > 90)
    throw new TopologyError('E_PLACE', `latitude ${latText} is outside -90 to 90`, {
      hint: 'the order is latitude, longitude, country',
    });
  if (Math.abs(lon) > 180)
    throw new TopologyError('E_PLACE', `longitude ${lonText} is outside -180 to 180`, {
      hint: 'the order is latitude, longitude, country',
    });
  if (code === '') {
    throw new TopologyError('E_PLACE', `"${text}" names no country`, {
      hint: `add its two letters, for example ${latText},${lonText},SG; cables are chosen by country`,
    });
  }
  const country = countryOf(code);
  return { id: `${lat},${lon},${country}`, name: `${lat},${lon}`, country, lat, lon };
}

function parseName(text: string, index: PlaceIndex): Place {
  const typed = text.trim();
  if (typed === '')
    throw new TopologyError('E_PLACE', 'the name of a place is empty', { hint: `write ${PLACE_FORMS}` });
  const lower = typed.toLowerCase();
  const isUpperCode = typed === typed.toUpperCase();
  const byId = index.byId.get(lower);
  if (byId !== undefined) return byId;
  if (isUpperCode) {
    const byCode = index.byCode.get(lower);
    if (byCode !== undefined) return byCode;
  }
  const named =
    index.byName.get(plainWord(typed))?.[0] ?? nameInCountry(typed, index) ?? index.byCode.get(lower);
  if (named !== undefined) return named;
  throw unknownPlace(typed, index);
}

/** "São Paulo, BR" or "Portland, United States": the name, then the country after the last comma. */
function nameInCountry(typed: string, index: PlaceIndex): Place | undefined {
  const comma = typed.lastIndexOf(',');
  if (comma < 0) return undefined;
  const code = countryOf(typed.slice(comma + 1).trim());
  return index.byName.get(plainWord(typed.slice(0, comma)))?.find((place) => place.country === code);
}

/** The code of a country given by its code, by its English name, or by the UK's habit of calling itself so. */
function countryOf(text: string): string {
  const typed = text.toUpperCase();
  const code = typed === 'UK' ? 'GB' : typed;
  if (countryByCodeOrUndefined(code) !== undefined) return code;
  const byName = countries().find((country) => plainWord(country.name) === plainWord(text));
  if (byName !== undefined) return byName.code;
  const near = nearestWords(
    text,
    countries().map((country) => country.name),
    3,
  );
  throw new TopologyError('E_PLACE', `there is no country "${text}"`, {
    hint: `countries are named by two letters, for example SG, or by name; did you mean ${near.join(', ')}?`,
  });
}

function unknownPlace(typed: string, index: PlaceIndex): TopologyError {
  const labels = new Map<string, Place>();
  for (const list of index.byName.values()) for (const place of list) labels.set(place.name, place);
  const names = nearestWords(typed, labels.keys(), SUGGESTIONS).map(
    (name) => `${name}, ${labels.get(name)?.country ?? ''}`,
  );
  const likeCode = typed.length <= 4 || /[:\d-]/.test(typed);
  const codes = likeCode ? nearestWords(typed, [...index.byCode.keys(), ...index.byId.keys()], 2) : [];
  return new TopologyError('E_PLACE', `there is no place "${typed}"`, {
    hint: `the nearest known places are ${[...names, ...codes].join('; ')}. Write ${PLACE_FORMS}`,
  });
}
