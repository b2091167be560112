// Measured round trips override the model in a scenario; under a fault what the model adds is added to them; each path says how it is known.
import { describe, expect, test } from 'vitest';
import { overlayFromCsv } from '../../topology/import/csv.ts';
import { Geography } from '../../sim/entities/geography.ts';
import { geographyOf, planOf } from './geo-plan.ts';

const CSV = `src,dst,rtt_ms,profile
Mumbai,cloudflare:FRA,131,transit
"Mumbai, IN",aws:eu-central-1,119,backbone
Mumbai,aws:eu-central-1,133,transit
`;
const files = { trace: null, measured: overlayFromCsv(CSV, 'measured.csv').pairs };
const scenario = {
  users: { from: { cities: ['Mumbai,IN', 'Pune,IN'] } },
  network: { measured: 'measured.csv' },
  faults: [{ cut: 'Red Sea', from: '60s', to: '120s' }],
};
const geography = geographyOf(scenario, files);
const model = geographyOf({ ...scenario, network: {} });
const popIndex = (code: string): number => geography.pops.findIndex((pop) => pop.code === code);
const region = 'aws:eu-central-1';

describe('a measured round trip', () => {
  test('holds between a user place and a PoP, a user place and a region, and a PoP and a region', () => {
    expect(geography.paths(0, 0).rttUs[popIndex('FRA')]).toBe(131_000);
    expect(geography.userToRegionUs(0, 0, region)).toBe(133_000);
    expect(geography.popToRegionUs(0, region)[popIndex('BOM')]).toBe(119_000);
  });

  test('leaves all other paths to the model', () => {
    const others = [...geography.pops.keys()].filter((pop) => pop !== popIndex('FRA'));
    for (const pop of others) expect(geography.paths(0, 0).rttUs[pop]).toBe(model.paths(0, 0).rttUs[pop]);
    expect(geography.userToRegionUs(0, 1, region)).toBe(model.userToRegionUs(0, 1, region));
  });

  test('grows under a fault by as much as the model does', () => {
    const added = model.userToRegionUs(1, 0, region) - model.userToRegionUs(0, 0, region);
    expect(added).toBeGreaterThan(100_000);
    expect(geography.userToRegionUs(1, 0, region)).toBe(133_000 + added);
    expect(geography.userToRegionUs(2, 0, region)).toBe(133_000);
  });
});

test('every path says whether it was measured, modelled, or assumed inside one metro', () => {
  const sourceTo = (pop: string, place = 0): string =>
    geography.sourceOf(0, place, { pop: popIndex(pop), region });
  expect([sourceTo('FRA'), sourceTo('BOM'), sourceTo('SIN')]).toEqual(['measured', 'assumed', 'modelled']);
  expect(sourceTo('FRA', 1)).toBe('modelled');
  expect(geography.sourceOf(0, 0, { pop: -1, region })).toBe('measured');
  expect(geography.measuredPops(region)).toBe(1);
});

test('a plan that names a file is not run without what the file holds', () => {
  expect(() => new Geography(planOf(scenario))).toThrow('the files that the plan names must come with it');
});
