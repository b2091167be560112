// Countries by the price zones of content networks: the first zone that fits takes a country.
import { countries } from '../../topology/catalog.ts';

const MIDDLE_EAST = ['AE', 'BH', 'IQ', 'IR', 'JO', 'KW', 'LB', 'OM', 'PS', 'QA', 'SA', 'SY', 'YE'];

/** The zones of CloudFront, in the order in which countries are told apart; what no zone names is Asia Pacific. */
const CLOUDFRONT: readonly (readonly [string, (code: string, continent: string) => boolean])[] = [
  ['us', (code) => ['US', 'MX', 'CA'].includes(code)],
  ['southAmerica', (_code, continent) => continent === 'SA' || continent === 'NA'],
  ['japan', (code) => code === 'JP'],
  ['india', (code) => code === 'IN'],
  ['oceania', (code) => code === 'AU' || code === 'NZ'],
  ['africa', (code, continent) => continent === 'AF' || MIDDLE_EAST.includes(code)],
  ['europe', (code, continent) => continent === 'EU' || code === 'IL' || code === 'TR'],
  ['asia', () => true],
];

/** Codes of the countries of a CloudFront zone. */
export function cloudfrontZone(name: string): readonly string[] {
  return codesWhere((code, continent) => CLOUDFRONT.find(([, fits]) => fits(code, continent))?.[0] === name);
}

/** Codes of the countries of a Fastly zone: North America and Europe, Asia and Oceania, or the rest. */
export function fastlyZone(name: 'naEu' | 'asiaOceania' | 'rest'): readonly string[] {
  return codesWhere((code, continent) => {
    const zone =
      ['US', 'CA'].includes(code) || continent === 'EU'
        ? 'naEu'
        : continent === 'AS' || continent === 'OC'
          ? 'asiaOceania'
          : 'rest';
    return zone === name;
  });
}

function codesWhere(fits: (code: string, continent: string) => boolean): string[] {
  return countries()
    .filter(({ code, continent }) => fits(code, continent))
    .map(({ code }) => code);
}
