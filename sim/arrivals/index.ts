// The table of arrival processes: adding one is a file and a row.
import { createDiurnal, DIURNAL_FIGURES } from './diurnal.ts';
import { createPoisson } from './poisson.ts';
import type { ArrivalKind } from './process.ts';
import { createReplay } from './replay.ts';

/** Every arrival process by its name in scenarios. */
export const arrivalProcesses: Readonly<Record<string, ArrivalKind>> = {
  poisson: { meaning: 'visits by chance at an even rate', figures: [], create: createPoisson },
  diurnal: {
    meaning: 'visits by chance, more of them in the evening of each place and fewer before its dawn',
    figures: DIURNAL_FIGURES,
    create: createDiurnal,
  },
  replay: { meaning: 'the requests of a trace file', figures: [], create: createReplay },
};

/** The names that a scenario may use. */
export const arrivalNames: readonly string[] = Object.keys(arrivalProcesses);

/** What each name means, for the reference. */
export const arrivalMeanings: string = Object.entries(arrivalProcesses)
  .map(([name, { meaning }]) => `${name}: ${meaning}`)
  .join('; ');
