// The names that a scenario may use for platforms, stores and geography, gathered from their tables.
import { accessNetworks, cities, countries, regions } from '../../topology/catalog.ts';
import { linksNamed } from '../../topology/faults.ts';
import { TopologyError } from '../../topology/errors.ts';
import { plainWord } from '../../topology/words.ts';
import { nearestWord } from './nearest-word.ts';
import type { Expectation } from './fields.ts';

/** Region ids, for example `aws:us-east-1`. */
export const regionIds: readonly string[] = regions().map((region) => region.id);

/** Country codes, ISO 3166-1 alpha-2. */
export const countryCodes: readonly string[] = countries().map((country) => country.code);

/** Access networks that a user may have; the extra of a wireless host is not one of them. */
export const accessTypes: readonly string[] = accessNetworks()
  .map((access) => access.type)
  .filter((type) => type !== 'wifi-extra');

/** The most populous city of that name ("Lyon" or "Lyon,FR") as "Lyon,FR", or undefined. */
export function cityNamed(name: string): string | undefined {
  const wanted = plainWord(name);
  const found = cities().find(
    (city) => plainWord(city.name) === wanted || plainWord(`${city.name} ${city.country}`) === wanted,
  );
  return found === undefined ? undefined : `${found.name},${found.country}`;
}

/** What to say of a city that is not in the table. */
export function cityExpectation(name: string): Expectation {
  return {
    expected: 'a city of the population table, such as Lyon or "Lyon,FR"',
    suggestion: nearestWord(
      name,
      cities().map((city) => city.name),
    ),
  };
}

/** What to say of a cable that is not in the table, or undefined when it is. */
export function cableExpectation(name: string): Expectation | undefined {
  try {
    linksNamed(name);
    return undefined;
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error;
    return {
      expected: 'a cable, a group of cables, or a link by its two hubs such as SIN-HKG',
      hint: error.hint,
    };
  }
}
