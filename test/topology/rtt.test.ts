// The properties that every round-trip time keeps, whatever the places, the faults and the added cables.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countries, hubs, links, pops, regionById } from '../../topology/catalog.ts';
import { distanceKm } from '../../topology/distance.ts';
import { FIBRE_KM_PER_MS, PROFILES } from '../../topology/profile.ts';
import { createRttModel } from '../../topology/rtt.ts';
import { allPlaces, samplePlaces } from './places.ts';

const model = createRttModel();
const catalogue = allPlaces();
const codes = countries().map((country) => country.code);
const hubCodes = hubs().map((hub) => hub.code);

const anyProfile = fc.constantFrom(...PROFILES);
const catalogued = fc.constantFrom(...catalogue);
const anywhere = fc.record({
  id: fc.constant('anywhere'),
  name: fc.constant('anywhere'),
  country: fc.constantFrom(...codes),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
});
const anyPlace = fc.oneof(catalogued, anywhere);
const newLink = fc
  .tuple(fc.constantFrom(...hubs()), fc.constantFrom(...hubs()), fc.double({ min: 1, max: 2, noNaN: true }))
  .filter(([a, b]) => a.code !== b.code)
  .map(([a, b, detour]) => ({
    a: a.code,
    b: b.code,
    km: detour * distanceKm(a, b),
    kind: 'submarine' as const,
    cable: '',
  }));

describe('the RTT of two places', () => {
  it('is the same in both directions', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, anyProfile, (a, b, profile) => {
        expect(model.rttMs(a, b, profile).ms).toBe(model.rttMs(b, a, profile).ms);
      }),
      { numRuns: 2000 },
    );
  });

  it('is never below light in fibre along the great circle', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, anyProfile, (a, b, profile) => {
        expect(model.rttMs(a, b, profile).ms).toBeGreaterThanOrEqual(distanceKm(a, b) / FIBRE_KM_PER_MS);
      }),
      { numRuns: 2000 },
    );
  });

  it('never rises when a link is added', () => {
    fc.assert(
      fc.property(
        fc.array(newLink, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(anyPlace, anyPlace), { minLength: 40, maxLength: 40 }),
        anyProfile,
        (added, pairs, profile) => {
          const richer = createRttModel({ addedLinks: added });
          for (const [a, b] of pairs)
            expect(richer.rttMs(a, b, profile).ms).toBeLessThanOrEqual(model.rttMs(a, b, profile).ms);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('never falls when a link is cut or a hub is closed', () => {
    const cuts = fc.constantFrom(...links().map((link) => `${link.a}-${link.b}`));
    const closed = fc.constantFrom(...hubCodes.map((code) => `hub:${code}`));
    fc.assert(
      fc.property(
        fc.array(cuts, { minLength: 1, maxLength: 4 }),
        fc.array(closed, { maxLength: 2 }),
        fc.array(fc.tuple(anyPlace, anyPlace), { minLength: 40, maxLength: 40 }),
        anyProfile,
        (cutLinks, closedSites, pairs, profile) => {
          const poorer = createRttModel({ cutLinks, closedSites });
          for (const [a, b] of pairs)
            expect(poorer.rttMs(a, b, profile).ms).toBeGreaterThanOrEqual(model.rttMs(a, b, profile).ms);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is half a millisecond at no distance and grows to two across a metro', () => {
    const london = { id: 'a', name: 'London', country: 'GB', lat: 51.5, lon: 0 };
    expect(model.rttMs(london, london, 'transit')).toEqual({ ms: 0.5, spreadMs: 0.75, source: 'assumed' });
    const acrossTown = model.rttMs(london, { ...london, id: 'b', lat: 51.7 }, 'backbone').ms;
    expect(acrossTown).toBeGreaterThan(1.5);
    expect(acrossTown).toBeLessThan(2);
  });

  it('is a finite number for all pairs of 500 places, in the table as in the single look-up', () => {
    const places = samplePlaces(500);
    for (const profile of PROFILES) {
      const table = model.matrixMs(places, places, profile);
      expect(table.length).toBe(250_000);
      expect(table.every((ms) => Number.isFinite(ms) && ms >= 0.5 && ms < 700)).toBe(true);
      for (let i = 0; i < 500; i += 7) {
        const [a = places[0], b = places[0]] = [places[i], places[499 - i]];
        expect(table[i * 500 + 499 - i]).toBe(a && b && model.rttMs(a, b, profile).ms);
      }
    }
  });

  it('is at least as long by transit as by a backbone beyond one metro', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, (a, b) => {
        expect(model.rttMs(a, b, 'transit').ms).toBeGreaterThanOrEqual(model.rttMs(a, b, 'backbone').ms);
      }),
    );
  });
});

describe('the border of mainland China', () => {
  it('slows transit across it, and neither backbones nor paths inside', () => {
    const [beijing, zhongwei, seoul] = [
      regionById('aws:cn-north-1'),
      regionById('aws:cn-northwest-1'),
      regionById('aws:ap-northeast-2'),
    ];
    const pathMs = (a: typeof beijing, b: typeof beijing, profile: 'backbone' | 'transit') => {
      const told = model.explain(a, b, profile);
      return told.rtt.ms - told.fixedMs;
    };
    expect(pathMs(beijing, seoul, 'transit') / pathMs(beijing, seoul, 'backbone')).toBeCloseTo(
      (1.4 * 1.15) / 1.05,
      6,
    );
    expect(pathMs(beijing, zhongwei, 'transit') / pathMs(beijing, zhongwei, 'backbone')).toBeLessThan(1.2);
  });
});

describe('faults', () => {
  const mumbai = regionById('aws:ap-south-1');
  const frankfurt = regionById('aws:eu-central-1');

  it('send Mumbai-Frankfurt around Africa when the Red Sea is cut', () => {
    const before = model.explain(mumbai, frankfurt, 'backbone');
    const after = createRttModel({ cutLinks: ['Red Sea'] }).explain(mumbai, frankfurt, 'backbone');
    expect(before.steps.map((step) => step.to.id)).toContain('hub:CAI');
    expect(after.steps.map((step) => step.to.id)).toContain('hub:CPT');
    expect(after.rtt.ms).toBeGreaterThan(2 * before.rtt.ms);
  });

  it('give a place that is cut off an outcome of its own instead of a number', () => {
    const singapore = regionById('aws:ap-southeast-1');
    const cut = createRttModel({ closedSites: ['hub:SIN'] });
    expect(cut.rttMs(singapore, frankfurt, 'backbone')).toEqual({
      ms: Infinity,
      spreadMs: 0,
      source: 'cut-off',
    });
    expect(cut.explain(singapore, frankfurt, 'backbone').rule).toBe('cut-off');
    expect(cut.matrixMs([singapore], [frankfurt], 'backbone')[0]).toBe(Infinity);
  });

  it('close one site of a network and leave its neighbours in the town alone', () => {
    const closed = createRttModel({ closedSites: ['cloudflare:SIN'] });
    const site = pops('cloudflare').find((pop) => pop.code === 'SIN');
    if (site === undefined) throw new Error('cloudflare has a site in Singapore');
    expect(closed.rttMs(site, mumbai, 'backbone').source).toBe('cut-off');
    expect(closed.rttMs(regionById('aws:ap-southeast-1'), mumbai, 'backbone').source).toBe('modelled');
  });

  it('name the nearest known words when a cable or a site is misspelt', () => {
    expect(() => createRttModel({ cutLinks: ['Red Sae'] })).toThrow(
      expect.objectContaining({ code: 'E_PLACE', hint: expect.stringContaining('Red Sea') }),
    );
    expect(() => createRttModel({ closedSites: ['cloudflare:SIM'] })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('cloudflare:SIN') }),
    );
  });
});

describe('explain', () => {
  it('adds up to the RTT, stretch by stretch', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, anyProfile, (a, b, profile) => {
        const told = model.explain(a, b, profile);
        const sum = told.steps.reduce((total, step) => total + step.ms, told.fixedMs);
        expect(sum).toBeCloseTo(told.rtt.ms, 6);
        expect(told.lightVacuumMs).toBeLessThanOrEqual(told.lightFibreMs);
        expect(told.rtt.ms).toBeGreaterThanOrEqual(told.lightFibreMs);
      }),
    );
  });

  it('tells the way from Singapore to Virginia over the Pacific', () => {
    const told = model.explain(regionById('aws:ap-southeast-1'), regionById('aws:us-east-1'), 'backbone');
    expect(told.steps.map((step) => step.to.id)).toEqual(
      expect.arrayContaining(['hub:SIN', 'hub:TYO', 'hub:SEA', 'hub:IAD']),
    );
    expect(told.greatCircleKm).toBeCloseTo(15_522, -2);
    expect(told.lightFibreMs).toBeCloseTo(152, 0);
  });
});
