// Says of every value of a scenario where it comes from: a line of the file, a flag, or the schema's default.
import { field, schemaNodesAt } from './schema-walk.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

/** One value as it is written, or as the default would be written. */
export interface ValueOrigin {
  /** Keys joined by dots, as messages name them: `users.count`. */
  readonly path: string;
  readonly value: string;
  /** `default`, `scenario.yaml:7`, or the flag that changed it. */
  readonly from: string;
  readonly meaning: string;
}

/** All values in the order of the schema; `flags` names the flag that overrides a path. */
export function originsOf(source: YamlSource, flags: Readonly<Record<string, string>>): ValueOrigin[] {
  return valuesUnder(source, [], source.value).map((origin) => {
    const flag = flags[origin.path];
    return flag === undefined ? origin : { ...origin, from: flag };
  });
}

function valuesUnder(source: YamlSource, path: YamlPath, value: unknown): ValueOrigin[] {
  if (Array.isArray(value))
    return value.flatMap((inner, index) => valuesUnder(source, [...path, index], inner));
  const [node] = schemaNodesAt(path);
  const meaning = textIn(node, 'description') ?? '';
  if (!isMapping(value)) return [written(source, path, meaning)];
  const known = schemaNodesAt(path).flatMap((each) => Object.keys(propertiesOf(each)));
  const keys = new Set([...known, ...Object.keys(value)]);
  return [...keys].flatMap((key) => {
    const inner: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
    return inner === undefined ? defaultsUnder([...path, key]) : valuesUnder(source, [...path, key], inner);
  });
}

/** The default of a missing value; a missing mapping has the defaults of its keys. */
function defaultsUnder(path: YamlPath): ValueOrigin[] {
  const [node] = schemaNodesAt(path);
  if (node === undefined || !Object.hasOwn(node, 'default')) return [];
  const value: unknown = Reflect.get(node, 'default');
  const keys = Object.keys(propertiesOf(node));
  if (isMapping(value) && keys.length > 0) return keys.flatMap((key) => defaultsUnder([...path, key]));
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return [
    {
      path: path.join('.'),
      value: shown === '' ? '""' : shown,
      from: 'default',
      meaning: textIn(node, 'description') ?? '',
    },
  ];
}

function written(source: YamlSource, path: YamlPath, meaning: string): ValueOrigin {
  const { file, line } = source.positionOf(path);
  return { path: path.join('.'), value: source.writtenAt(path), from: `${file}:${line ?? 1}`, meaning };
}

function propertiesOf(node: object): object {
  return field(node, 'properties') ?? {};
}

function textIn(node: object | undefined, name: string): string | undefined {
  const value: unknown = node === undefined ? undefined : Reflect.get(node, name);
  return typeof value === 'string' ? value : undefined;
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
