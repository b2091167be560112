// Where users live: the whole world, or the countries and cities that a scenario names, with its weights or those of their internet users.
import { cities } from '../../topology/catalog.ts';
import type { City } from '../../topology/place.ts';
import { citiesOf } from '../../topology/population.ts';
import { SimError } from '../errors.ts';
import type { Workload } from '../plan.ts';

/** Places and, at the same index, how many users live there in relation to the others. */
export interface UserPlaces {
  readonly places: readonly City[];
  readonly weights: readonly number[];
}

/** The places of users with their weights; throws E_SCENARIO when a name fits no place. */
export function usersFrom(from: Workload['users']['from']): UserPlaces {
  if (from === 'world') return byInternetUsers(citiesOf());
  const { weights } = from;
  const named = (from.cities ?? []).map(cityByName);
  if (weights === undefined) {
    const inCountries = from.countries === undefined ? [] : citiesOf(new Set(from.countries));
    return byInternetUsers([...new Set([...named, ...inCountries])]);
  }
  // A city that is named besides its country has its own weight and its part of the country's.
  const sums = new Map<City, number>();
  const add = (city: City, weight: number): void => void sums.set(city, (sums.get(city) ?? 0) + weight);
  for (const [index, city] of named.entries()) add(city, weights[from.cities?.[index] ?? ''] ?? 0);
  for (const code of from.countries ?? []) {
    const inside = citiesOf(new Set([code]));
    const users = inside.reduce((sum, city) => sum + city.internetUsers, 0);
    for (const city of inside) add(city, ((weights[code] ?? 0) * city.internetUsers) / users);
  }
  return { places: [...sums.keys()], weights: [...sums.values()] };
}

function byInternetUsers(places: readonly City[]): UserPlaces {
  return { places, weights: places.map((place) => place.internetUsers) };
}

/** A city as plans name it: "Lyon,FR". */
function cityByName(text: string): City {
  const found = cities().find((city) => city.id === `city:${text}`);
  if (found === undefined)
    throw new SimError('E_SCENARIO', `No city named "${text}" is in the table of user places.`);
  return found;
}
