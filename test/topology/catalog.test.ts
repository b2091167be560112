// The catalogue: how many of each, ids of their own, and provenance on every file and every constant.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  CONTINENTS,
  cities,
  continentOf,
  countryName,
  hubs,
  isMainlandChina,
  links,
  pops,
  regionById,
  regions,
} from '../../topology/catalog.ts';
import { NETWORKS, PROVIDERS } from '../../topology/place.ts';
import { TOPOLOGY_CONSTANTS } from '../../topology/provenance.ts';
import { textAt } from '../../topology/table.ts';
import { allPlaces } from './places.ts';

const dataFolder = new URL('../../topology/data/', import.meta.url);

describe('the catalogue', () => {
  it('holds the networks with the numbers of sites that their sources name', () => {
    const count = Object.fromEntries(NETWORKS.map((network) => [network, pops(network).length]));
    expect(count).toEqual({ cloudflare: 309, cloudfront: 107, 'cloudfront-rec': 13, fastly: 82, vercel: 20 });
  });

  it('leaves out the 30 partner sites in mainland China unless asked for them', () => {
    expect(pops('cloudflare').some(isMainlandChina)).toBe(false);
    expect(pops('cloudflare', { mainlandChina: true }).filter(isMainlandChina)).toHaveLength(30);
  });

  it('holds 153 regions of four clouds, 208 hubs, 420 links and 3,081 towns', () => {
    expect(regions()).toHaveLength(153);
    expect(new Set(regions().map((region) => region.provider))).toEqual(new Set(PROVIDERS));
    expect([hubs().length, links().length, cities().length]).toEqual([208, 420, 3081]);
  });

  it('gives every place an id of its own, a known country and a point on the globe', () => {
    const places = allPlaces();
    expect(new Set(places.map((place) => place.id)).size).toBe(places.length);
    for (const place of places) {
      expect(countryName(place.country)).not.toBe('');
      expect(Math.abs(place.lat)).toBeLessThanOrEqual(90);
      expect(Math.abs(place.lon)).toBeLessThanOrEqual(180);
    }
  });

  it('finds regions by id, and says how ids look when there is none', () => {
    expect(regionById('aws:us-east-1').country).toBe('US');
    expect(() => regionById('us-east-1')).toThrow(
      expect.objectContaining({ code: 'E_PLACE', hint: expect.stringContaining('aws:us-east-1') }),
    );
    expect(() => countryName('XX')).toThrow('there is no country "XX"');
  });

  it('knows countries and continents', () => {
    expect([countryName('SG'), continentOf('SG')]).toEqual(['Singapore', 'AS']);
    expect(new Set(allPlaces().map((place) => continentOf(place.country)))).toEqual(new Set(CONTINENTS));
  });

  it('refuses a data cell of the wrong kind', () => {
    expect(() => textAt([1, 'x'], 0)).toThrow('column 0 must be text');
  });
});

describe('provenance', () => {
  it('stands at the head of every data file', () => {
    const files = readdirSync(dataFolder).filter((name) => name.endsWith('.json'));
    expect(files).toHaveLength(10);
    for (const file of files) {
      const head: unknown = JSON.parse(readFileSync(new URL(file, dataFolder), 'utf8'));
      expect(head).toMatchObject({
        source: expect.stringMatching(/.{10}/),
        retrieved: expect.stringMatching(/20\d\d/),
        licence: expect.stringMatching(/.+/),
        confidence: expect.stringMatching(/measured|documented|assumed/),
      });
    }
  });

  it('attributes GeoNames, and names every data file in SOURCES.md', () => {
    const sources = readFileSync(new URL('SOURCES.md', dataFolder), 'utf8');
    expect(sources).toContain('[GeoNames](https://www.geonames.org/), licensed under');
    for (const file of readdirSync(dataFolder).filter((name) => name.endsWith('.json')))
      expect(sources).toContain(`\`${file}\``);
  });

  it('stands beside every constant of the model', () => {
    for (const constant of TOPOLOGY_CONSTANTS) {
      expect(Number.isFinite(constant.value)).toBe(true);
      expect(
        [constant.name, constant.unit, constant.source, constant.retrieved].every((text) => text.length > 0),
      ).toBe(true);
    }
    expect(new Set(TOPOLOGY_CONSTANTS.map((constant) => constant.name)).size).toBe(TOPOLOGY_CONSTANTS.length);
  });
});
