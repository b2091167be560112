// Walks the JSON Schema of a kind of file (scenarios, unless another is given) along a path of keys, for messages and explanations.
import { scenarioJsonSchema } from './schema.ts';
import type { YamlPath } from './yaml-source.ts';

/** The nodes of the schema that describe what stands under a path; several where a value may take several forms. */
export function schemaNodesAt(path: YamlPath, schema: object = scenarioJsonSchema()): object[] {
  let nodes: object[] = [schema];
  for (const step of path) nodes = nodes.flatMap(branches).flatMap((node) => childOf(node, step));
  return nodes;
}

/** The keys that the schema knows under a path. */
export function knownKeys(path: YamlPath, schema?: object): string[] {
  return schemaNodesAt(path, schema)
    .flatMap(branches)
    .flatMap((node) => {
      const names = field(field(node, 'propertyNames'), 'enum');
      return [
        ...Object.keys(field(node, 'properties') ?? {}),
        ...(Array.isArray(names) ? names.map(String) : []),
      ];
    });
}

function branches(node: object): object[] {
  const anyOf = field(node, 'anyOf');
  return Array.isArray(anyOf)
    ? anyOf.filter((branch) => typeof branch === 'object' && branch !== null)
    : [node];
}

function childOf(node: object, step: PropertyKey): object[] {
  const child =
    typeof step === 'number'
      ? field(node, 'items')
      : (field(field(node, 'properties'), String(step)) ?? field(node, 'additionalProperties'));
  return child === undefined ? [] : [child];
}

/** A part of a schema node that is an object itself. */
export function field(node: unknown, name: string): object | undefined {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name)) return undefined;
  const value: unknown = Reflect.get(node, name);
  return typeof value === 'object' && value !== null ? value : undefined;
}
