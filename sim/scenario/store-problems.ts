// Checks of stores that no single value can answer for: an arm may change a store of the scenario in part.
import type { SimError } from '../errors.ts';
import { storeKinds } from '../stores/index.ts';
import { problemAt } from './issues.ts';
import { nearestWord } from './nearest-word.ts';
import { at, itemsAt, keysAt, keysOf } from './yaml-values.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

/** Stores without a kind, with more than their kind can hold, or with dead letters for a queue that is none. */
export function storeProblems(source: YamlSource): SimError[] {
  const arms = keysAt(source.value, 'arms').map((arm) => ['arms', arm]);
  return [[], ...arms].flatMap((path) => [
    ...kindProblems(source, path),
    ...seedProblems(source, path),
    ...deadLetterProblems(source, path),
  ]);
}

/** What the scenario says of a store, or an arm (by its path), where it says it. */
function saidOf(source: YamlSource, path: YamlPath, binding: string): unknown {
  return at(at(valueAt(source, path), 'stores'), binding);
}

function valueAt(source: YamlSource, path: YamlPath): unknown {
  return path.reduce<unknown>((value, key) => at(value, String(key)), source.value);
}

function kindOf(source: YamlSource, path: YamlPath, binding: string): unknown {
  return at(saidOf(source, path, binding), 'kind') ?? at(saidOf(source, [], binding), 'kind');
}

/** A store that only the arm has needs its kind. */
function kindProblems(source: YamlSource, path: YamlPath): SimError[] {
  const shared = keysAt(source.value, 'stores');
  if (path.length === 0) return [];
  return keysAt(valueAt(source, path), 'stores').flatMap((binding) => {
    if (kindOf(source, path, binding) !== undefined || shared.includes(binding)) return [];
    const where = [...path, 'stores', binding];
    const message = `${where.join('.')}: the scenario has no store "${binding}", so its "kind" is needed here`;
    const near = nearestWord(binding, shared);
    const hint = near === undefined ? undefined : `did you mean "${near}"?`;
    return [problemAt(source, where, { message, hint, onKey: true })];
  });
}

function seedProblems(source: YamlSource, path: YamlPath): SimError[] {
  return keysAt(valueAt(source, path), 'stores').flatMap((binding) => {
    const own = saidOf(source, path, binding);
    const said = at(own, 'seed') === undefined ? saidOf(source, [], binding) : own;
    const kind = kindOf(source, path, binding);
    const refuse =
      typeof kind === 'string' && Object.hasOwn(storeKinds, kind) ? storeKinds[kind]?.seedRefusal : undefined;
    const refusal = refuse?.(itemsAt(said, 'seed').flatMap(entryOf)) ?? null;
    if (refusal === null) return [];
    const where = [...path, 'stores', binding];
    const message = `${where.join('.')}: ${String(kind)} holds ${refusal}`;
    return [
      problemAt(source, where, {
        message,
        hint: 'seed less, or use a store that holds more, such as workers-kv',
      }),
    ];
  });
}

function entryOf(said: unknown): { key: string; value: string; count: number }[] {
  const [key, value, count = 1] = [at(said, 'key'), at(said, 'value'), at(said, 'count')];
  return typeof key === 'string' && typeof value === 'string' && typeof count === 'number'
    ? [{ key, value, count }]
    : [];
}

/** The queues that an arm has; the queues of any arm for the scenario itself. */
function queuesOf(source: YamlSource, path: YamlPath): string[] {
  const arms = keysAt(source.value, 'arms').map((arm) => ['arms', arm]);
  const queues = (path.length === 0 ? [path, ...arms] : [path]).flatMap((one) =>
    [...keysAt(source.value, 'stores'), ...keysAt(valueAt(source, one), 'stores')].filter(
      (binding) => kindOf(source, one, binding) === 'queue',
    ),
  );
  return [...new Set(queues)];
}

/** Dead letters go to another queue of the same arm. */
function deadLetterProblems(source: YamlSource, path: YamlPath): SimError[] {
  const queues = queuesOf(source, path);
  return keysOf(at(valueAt(source, path), 'stores')).flatMap((binding) => {
    const letters = at(saidOf(source, path, binding), 'deadLetter');
    if (typeof letters !== 'string' || queues.includes(letters)) return [];
    const where = [...path, 'stores', binding, 'deadLetter'];
    const near = nearestWord(letters, queues);
    const known = queues.filter((queue) => queue !== binding).join(', ');
    return [
      problemAt(source, where, {
        message: `${where.join('.')}: there is no queue "${letters}"`,
        hint:
          near !== undefined
            ? `did you mean "${near}"?`
            : `add it under "stores:" with kind: queue${known === '' ? '' : `; queues: ${known}`}`,
      }),
    ];
  });
}
