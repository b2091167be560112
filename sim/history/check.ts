// Checks a whole history: every property for every key of every store in every arm and seed, with the smallest breach of each.
import { checkLinearizable } from './linearizable.ts';
import type { HistoryOperation } from './operation.ts';
import { type Register, registersOf } from './register.ts';
import { checkSequential } from './sequential.ts';
import { checkSession } from './sessions.ts';
import { checkConvergence, checkStaleness } from './staleness.ts';
import { type Finding, type Property, PROPERTY_NAMES } from './verdict.ts';

/** How a property stands for one store of one arm, over all its keys and seeds. */
export interface PropertyReport {
  readonly property: Property;
  readonly status: Finding['status'];
  readonly keys: number;
  readonly keysBroken: number;
  readonly keysOpen: number;
  /** Why the first key that is not fine is not. */
  readonly detail: string;
  /** The longest over all keys, for staleness and convergence. */
  readonly boundUs: number;
  /** Of the key with the smallest breach; of the stalest read for staleness. */
  readonly example: readonly HistoryOperation[];
}

/** One store of one arm. */
export interface StoreReport {
  readonly arm: string;
  readonly store: string;
  readonly operations: number;
  readonly clients: number;
  readonly properties: readonly PropertyReport[];
}

/** Checks a history; `settleUs` is how long after the last write every site must have it. */
export function checkHistory(operations: readonly HistoryOperation[], settleUs: number): StoreReport[] {
  const stores = Map.groupBy(operations, ({ arm, store }) => JSON.stringify([arm, store]));
  return [...stores.values()].map((list) => {
    const trials = Map.groupBy(list, ({ seed }) => seed);
    const registers = [...trials.values()].flatMap(registersOf);
    const [first] = list;
    return {
      arm: first?.arm ?? '',
      store: first?.store ?? '',
      operations: list.length,
      clients: [...trials.values()].reduce(
        (sum, trial) => sum + new Set(trial.map(({ client }) => client)).size,
        0,
      ),
      properties: PROPERTY_NAMES.map((property) =>
        summary(
          property,
          registers.map((register) => findingOf(property, register, settleUs)),
        ),
      ),
    };
  });
}

/** Checks one property of one key. */
export function findingOf(property: Property, register: Register, settleUs: number): Finding {
  switch (property) {
    case 'linearizable':
      return checkLinearizable(register);
    case 'sequential':
      return checkSequential(register);
    case 'bounded-staleness':
      return checkStaleness(register);
    case 'convergence':
      return checkConvergence(register, settleUs);
    default:
      return checkSession(register, property);
  }
}

function summary(property: Property, findings: readonly Finding[]): PropertyReport {
  const broken = findings.filter(({ status }) => status === 'broken');
  const unclear = findings.filter(({ status }) => status === 'open');
  const status = broken.length > 0 ? 'broken' : unclear.length > 0 ? 'open' : 'holds';
  const boundUs = findings.reduce((longest, finding) => Math.max(longest, finding.boundUs), 0);
  const shown =
    broken.toSorted((a, b) => a.example.length - b.example.length)[0] ??
    unclear[0] ??
    findings.find((finding) => finding.boundUs === boundUs);
  return {
    property,
    status,
    keys: findings.length,
    keysBroken: broken.length,
    keysOpen: unclear.length,
    detail: shown?.detail ?? '',
    boundUs,
    example: shown?.example ?? [],
  };
}
