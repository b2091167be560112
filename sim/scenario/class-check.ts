// Checks that classes of Durable Objects are exported by the handler that runs where they are bound.
import { join } from 'node:path';
import { SimError, type SourcePosition } from '../errors.ts';
import { exportedNames } from '../runtime/bundle-exports.ts';
import { storeKinds } from '../stores/index.ts';
import { nearestWord } from './nearest-word.ts';
import type { Scenario } from './schema.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

/** A class that some file asks for, and where it does so. */
export interface AskedClass {
  readonly className: string;
  /** The handler's file. */
  readonly file: string;
  readonly path: YamlPath;
  readonly at: SourcePosition;
}

/** One mistake for each class that its handler does not export. The handlers are known to bundle. */
export async function classProblems(asked: readonly AskedClass[]): Promise<SimError[]> {
  const exportsOf = new Map<string, readonly string[] | null>();
  for (const { file } of asked) if (!exportsOf.has(file)) exportsOf.set(file, await exportedNames(file));
  const problems = new Map<string, SimError>();
  for (const { className, file, path, at } of asked) {
    const known = exportsOf.get(file) ?? null;
    if (known === null || known.includes(className)) continue;
    const named = known.filter((name) => name !== 'default');
    const near = nearestWord(className, named);
    const found = named.length === 0 ? 'nothing but its default export' : named.join(', ');
    const message = `${path.join('.')}: expected a class that ${file} exports, found "${className}"; it exports ${found}`;
    const hint =
      near === undefined
        ? `for example: export class ${className} extends DurableObject { … }`
        : `did you mean ${near}?`;
    problems.set(message, new SimError('E_SCENARIO', message, { at, hint }));
  }
  return [...problems.values()];
}

/** The classes that the arms of a scenario ask for; an arm may bind another class, or run another handler, than the scenario says for all. */
export function askedClasses(scenario: Scenario, source: YamlSource, folder: string): AskedClass[] {
  return Object.entries(scenario.arms).flatMap(([armName, arm]) => {
    const file = join(folder, arm.handler ?? scenario.handler);
    const bindings = new Set([...Object.keys(scenario.stores), ...Object.keys(arm.stores)]);
    return [...bindings].flatMap((binding) => {
      const shared = scenario.stores[binding];
      const own = arm.stores[binding];
      const className = own?.class ?? shared?.class;
      const isObject = storeKinds[own?.kind ?? shared?.kind ?? '']?.binding === 'object';
      if (!isObject || className === undefined) return [];
      const stores = own?.class === undefined ? ['stores'] : ['arms', armName, 'stores'];
      const path = [...stores, binding, 'class'];
      return [{ className, file, path, at: source.positionOf(path) }];
    });
  });
}
