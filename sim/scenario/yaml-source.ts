// A parsed YAML file that still knows where each key and value stands.
import { LineCounter, isAlias, isCollection, isMap, isPair, isScalar, parseDocument } from 'yaml';
import type { Document, Node, Pair, YAMLError } from 'yaml';
import { SimError } from '../errors.ts';
import type { SourcePosition } from '../errors.ts';
import { throwProblems } from './problems.ts';

/** More mistakes than anyone mends at once. */
const MOST_SYNTAX_ERRORS = 10;

export type YamlPath = readonly PropertyKey[];

/** A YAML file as value and as places. */
export interface YamlSource {
  readonly file: string;
  readonly value: unknown;
  /** Where the value under a path stands; the nearest enclosing thing that exists when it is missing. */
  positionOf(path: YamlPath): SourcePosition;
  /** Where the last key of a path stands. */
  keyPositionOf(path: YamlPath): SourcePosition;
  /** The value as it is written, shortened; "a mapping", "a list" or "nothing" where that says more. */
  writtenAt(path: YamlPath): string;
}

/** Parses YAML; throws every syntax error together, each with its place. */
export function parseYaml(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  const document = parseOrRefuse(file, text, lines);
  const places = new Places(file, text, lines);
  const all = [...document.errors, ...document.warnings];
  // The parser reports each level that it could not enter; the first says it all.
  const tooDeep = all.find((error) => error.code === 'RESOURCE_EXHAUSTION');
  const mistakes = tooDeep === undefined ? all.slice(0, MOST_SYNTAX_ERRORS) : [tooDeep];
  throwProblems(mistakes.map((error) => syntaxProblem(error, places)));
  const value = valueOf(document, places);
  return {
    file,
    value,
    positionOf: (path) => places.ofNode(descend(document, path).node),
    keyPositionOf: (path) => {
      const { key, node } = descend(document, path);
      return places.ofNode(key ?? node);
    },
    writtenAt: (path) => written(descend(document, path), text),
  };
}

/** The parser recurses once per level of nesting, so a file of brackets alone overflows its stack. */
function parseOrRefuse(file: string, text: string, lines: LineCounter): Document {
  try {
    return parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new SimError('E_YAML', 'values are nested too deeply', { at: { file } });
  }
}

/** Offsets turned into lines, columns and the text of the line. */
class Places {
  readonly #file: string;
  readonly #text: string;
  readonly #lines: LineCounter;

  constructor(file: string, text: string, lines: LineCounter) {
    this.#file = file;
    this.#text = text;
    this.#lines = lines;
  }

  between(start: number, end: number): SourcePosition {
    const { line, col } = this.#lines.linePos(start);
    const lineStart = start - Math.max(0, col - 1);
    const newline = this.#text.indexOf('\n', lineStart);
    const lineEnd = newline === -1 ? this.#text.length : newline;
    const text = this.#text.slice(lineStart, lineEnd).replace(/\r$/, '');
    const length = Math.max(1, Math.min(end, lineStart + text.length) - start);
    return { file: this.#file, line: Math.max(1, line), column: Math.max(1, col), text, length };
  }

  ofNode(node: Node | null): SourcePosition {
    const [start, end] = node?.range ?? [0, 0];
    // A whole mapping or list is shown by its first line only.
    return this.between(start, end);
  }
}

interface Spot {
  /** The node at the path, or the deepest one that exists on the way. */
  readonly node: Node | null;
  /** The key that leads to it. */
  readonly key: Node | null;
  readonly found: boolean;
}

function descend(document: Document, path: YamlPath): Spot {
  let node = document.contents;
  let key: Node | null = null;
  for (const step of path) {
    const inside = isAlias(node) ? (node.resolve(document) ?? null) : node;
    const pair = isMap(inside) ? inside.items.find((item) => keyText(item) === String(step)) : undefined;
    const item = isCollection(inside) && typeof step === 'number' ? inside.items[step] : undefined;
    if (pair !== undefined) {
      key = asNode(pair.key);
      node = asNode(pair.value) ?? key;
    } else if (item !== undefined && !isPair(item)) {
      node = asNode(item);
      key = node;
    } else {
      return { node: key ?? node, key, found: false };
    }
  }
  return { node, key, found: true };
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

function asNode(value: unknown): Node | null {
  return isScalar(value) || isCollection(value) || isAlias(value) ? value : null;
}

function written(spot: Spot, text: string): string {
  const { node } = spot;
  if (!spot.found || node === null) return 'nothing';
  if (isCollection(node)) return isMap(node) ? 'a mapping' : 'a list';
  if (isScalar(node) && node.value === null) return 'nothing';
  const [start, end] = node.range ?? [0, 0];
  const source = text.slice(start, Math.min(end, start + 200)).trim();
  return source.length > 60 || source.includes('\n')
    ? `${source.slice(0, 57).split('\n')[0] ?? ''}…`
    : source;
}

/** Aliases are unfolded here; ones that contain themselves, or multiply without end, are refused. */
function valueOf(document: Document, places: Places): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    // A mapping that contains itself has no end in any other form; JSON finds it.
    JSON.stringify(value);
    return value;
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof ReferenceError || error instanceof RangeError))
      throw error;
    if (error.message.startsWith('Unresolved alias'))
      throw new SimError('E_YAML', 'an alias (*name) stands for nothing', {
        at: places.ofNode(firstAlias(document)),
      });
    throw new SimError('E_YAML', 'an alias (*name) stands for itself or unfolds without end', {
      at: places.ofNode(firstAlias(document)),
      hint: 'write the value out instead of the alias',
    });
  }
}

function firstAlias(document: Document): Node | null {
  const search = (node: unknown): Node | null => {
    if (isAlias(node)) return node;
    if (isPair(node)) return search(node.value);
    if (!isCollection(node)) return null;
    for (const item of node.items) {
      const found = search(item);
      if (found !== null) return found;
    }
    return null;
  };
  return search(document.contents);
}

function syntaxProblem(error: YAMLError, places: Places): SimError {
  const [start, end] = error.pos;
  const own = SYNTAX_ERRORS[error.code];
  return new SimError('E_YAML', own?.message ?? error.message.replace(/\.$/, ''), {
    at: places.between(start, end),
    ...(own !== undefined && { hint: own.hint }),
  });
}

/** The commonest mistakes in words of our own. */
const SYNTAX_ERRORS: Partial<Record<string, { message: string; hint: string }>> = {
  TAB_AS_INDENT: { message: 'a tab is used for indentation', hint: 'indent with spaces' },
  DUPLICATE_KEY: { message: 'this key stands twice in one mapping', hint: 'keep one of the two' },
  MULTIPLE_DOCS: { message: 'the file holds more than one document', hint: 'remove the lines "---"' },
  RESOURCE_EXHAUSTION: { message: 'values are nested too deeply', hint: 'is this really a scenario?' },
  NON_STRING_KEY: { message: 'a key must be a text', hint: 'quote it' },
};
