// Places as people type them, and what is said when nobody knows the place.
import { describe, expect, it } from 'vitest';
import { createPlaceParser, looksLikeCoordinates } from '../../topology/place-parse.ts';
import { editDistance, nearestWords, plainWord } from '../../topology/words.ts';

const parser = createPlaceParser();

describe('a place', () => {
  it('is named by colo code, region, id, town, town and country, or coordinates', () => {
    const names = {
      SIN: 'cloudflare:SIN',
      'aws:us-east-1': 'aws:us-east-1',
      'us-east-1': 'aws:us-east-1',
      'hub:MRS': 'hub:MRS',
      Singapore: 'city:Singapore,SG',
      'são paulo, br': 'city:São Paulo,BR',
      'Sao Paulo, Brazil': 'city:São Paulo,BR',
      'New York': 'hub:NYC',
      'Portland, US': 'city:Portland,US',
      'London, UK': 'city:London,GB',
    };
    for (const [text, id] of Object.entries(names)) expect(parser.parse(text).id).toBe(id);
    expect(parser.parse(' -33.87, 151.21 , au ')).toMatchObject({ lat: -33.87, lon: 151.21, country: 'AU' });
  });

  it('is the same object for the same text, so that models can cache by it', () => {
    expect(parser.parse('-1,36.8,KE')).toBe(parser.parse('-1,36.8,KE'));
  });

  it('is refused with a reason when its coordinates or its country are wrong', () => {
    expect(() => parser.parse('-91,0,SG')).toThrow('latitude -91 is outside -90 to 90');
    expect(() => parser.parse('0,181,SG')).toThrow('longitude 181 is outside -180 to 180');
    expect(() => parser.parse('1,103')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('1,103,SG') }),
    );
    expect(() => parser.parse('Paris, Frankreich')).toThrow('there is no country "Frankreich"');
    expect(() => parser.parse('  ')).toThrow('the name of a place is empty');
  });

  it('is answered by the nearest known names when it is unknown', () => {
    expect(() => parser.parse('Singapur')).toThrow(
      expect.objectContaining({ code: 'E_PLACE', hint: expect.stringContaining('Singapore, SG') }),
    );
    expect(() => parser.parse('us-east-9')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('us-east-1') }),
    );
  });

  it('is told from an option by its coordinates', () => {
    expect(looksLikeCoordinates('-33.87,151.21,AU')).toBe(true);
    expect(looksLikeCoordinates('--json')).toBe(false);
  });
});

describe('words', () => {
  it('are compared without accents, case and punctuation', () => {
    expect(plainWord('São-Paulo ')).toBe('sao paulo');
  });

  it('are as far apart as the letters to change', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
    expect(editDistance('', 'abc')).toBe(3);
  });

  it('are suggested nearest first', () => {
    expect(nearestWords('red sae', ['Red Sea', 'Baltic Sea', 'North Sea'], 2)[0]).toBe('Red Sea');
  });
});
