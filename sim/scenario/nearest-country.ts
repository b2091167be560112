// Which country somebody probably meant by what is no code of one: its name, or one of the abbreviations that people use instead.
import { countries } from '../../topology/catalog.ts';
import { nearestWord } from './nearest-word.ts';

/** What is in use beside ISO 3166-1, where a single slip would lead to another country. */
const ABBREVIATIONS: Readonly<Record<string, string>> = { UK: 'GB', USA: 'US', UAE: 'AE', EL: 'GR' };

/** The code of the country that was meant; undefined when nothing is near. */
export function nearestCountry(word: string): string | undefined {
  const capital = word.toUpperCase();
  const known = countries();
  if (known.some(({ code }) => code === capital)) return capital;
  const meant = ABBREVIATIONS[capital];
  if (meant !== undefined) return meant;
  const name = nearestWord(
    word,
    known.map((one) => one.name),
  );
  return known.find((one) => one.name === name)?.code;
}
