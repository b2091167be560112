// Where users live: the whole world, or the countries and cities that a scenario names.
import { cities } from '../../topology/catalog.ts';
import type { City } from '../../topology/place.ts';
import { citiesOf } from '../../topology/population.ts';
import { SimError } from '../errors.ts';
import type { Workload } from '../plan.ts';

/** The places of users with their weights; throws E_SCENARIO when a name fits no place. */
export function usersFrom(from: Workload['users']['from']): readonly City[] {
  if (from === 'world') return citiesOf();
  const named = (from.cities ?? []).map(cityByName);
  const inCountries = from.countries === undefined ? [] : citiesOf(new Set(from.countries));
  return [...new Set([...named, ...inCountries])];
}

/** The largest city of a name, or of a name and country: "Lyon" or "Lyon, FR". */
function cityByName(text: string): City {
  const [name = '', country] = text.split(',').map((part) => part.trim());
  const found = cities()
    .filter(
      (city) =>
        city.name.toLowerCase() === name.toLowerCase() &&
        (country === undefined || city.country === country.toUpperCase()),
    )
    .toSorted((a, b) => b.population - a.population)[0];
  if (found === undefined)
    throw new SimError('E_SCENARIO', `No city named "${text}" is in the table of user places.`);
  return found;
}
