// Turns what zod found into mistakes with a place, what was expected, what was found, and what was probably meant.
import type { z } from 'zod';
import { SimError } from '../errors.ts';
import { COUNTRY_CODE, mendUnit } from './fields.ts';
import { nearestCountry } from './nearest-country.ts';
import { nearestWord } from './nearest-word.ts';
import { QUANTITY_KINDS } from './quantity.ts';
import type { QuantityKind } from './quantity.ts';
import { knownKeys } from './schema-walk.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

/** How many names a message may list before it says only how many there are. */
const MOST_NAMES_LISTED = 16;

/** A kind of file: its name in messages, and its JSON Schema; that of scenarios where it is left out. */
export interface FileKind {
  readonly called: string;
  readonly jsonSchema?: object;
}

/** One error for each mistake that zod reports; consequences of another mistake are left out. */
export function problemsOf(
  issues: readonly Issue[],
  source: YamlSource,
  kind: FileKind = { called: 'the scenario' },
): SimError[] {
  const flat = issues.flatMap((issue) => unfold(issue, []));
  return flat
    .filter((issue) => !isConsequence(issue, flat))
    .flatMap((issue) => describe(issue, source, kind));
}

/** An error at a path of the file, in the same words as those from the schema. */
export function problemAt(
  source: YamlSource,
  path: YamlPath,
  details: { readonly message: string; readonly hint?: string | undefined; readonly onKey?: true },
): SimError {
  const at = details.onKey === true ? source.keyPositionOf(path) : source.positionOf(path);
  return new SimError('E_SCENARIO', details.message, {
    at,
    ...(details.hint !== undefined && { hint: details.hint }),
  });
}

/** A union reports every branch; the one whose kind fits and whose contents do not is the one that was meant. */
function unfold(issue: Issue, base: YamlPath): Issue[] {
  const path = [...base, ...issue.path];
  const meant = issue.code === 'invalid_union' ? issue.errors.find(isAboutContents) : undefined;
  return meant?.flatMap((inner) => unfold(inner, path)) ?? [{ ...issue, path }];
}

function isAboutContents(branch: readonly Issue[]): boolean {
  return branch.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys');
}

/** "At least one share" says nothing new where the only share has a misspelt name. */
function isConsequence(issue: Issue, all: readonly Issue[]): boolean {
  if (issue.code !== 'custom') return false;
  return all.some((other) => other.code !== 'custom' && startsWith(other.path, issue.path));
}

function startsWith(path: YamlPath, head: YamlPath): boolean {
  return head.every((step, index) => path[index] === step);
}

function describe(issue: Issue, source: YamlSource, kind: FileKind): SimError[] {
  const { path } = issue;
  const name = path.join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => unknownKey(source, [...path, key], kind));
  if (issue.code === 'invalid_key') {
    const expected = issue.issues[0]?.message ?? issue.message;
    return [
      problemAt(source, path, {
        onKey: true,
        message: `expected ${expected}, found "${String(path.at(-1))}"`,
      }),
    ];
  }
  const found = source.writtenAt(path);
  if (issue.code === 'invalid_value' && found !== 'nothing') return [unknownName(issue, source, found)];
  const expected = expectationOf(issue);
  // "Found a mapping" would tell nothing where a mapping is right but its contents are not.
  const instead = issue.code === 'custom' && /^a (mapping|list)$/.test(found) ? '' : `, found ${found}`;
  const message = `${name === '' ? kind.called : name}: expected ${expected}${instead}`;
  return [problemAt(source, path, { message, hint: hintOf(issue, expected, found) })];
}

function unknownKey(source: YamlSource, path: YamlPath, kind: FileKind): SimError {
  const key = String(path.at(-1));
  const known = knownKeys(path.slice(0, -1), kind.jsonSchema);
  const near = nearestWord(key, known);
  const inside = path.length > 1 ? ` in ${path.slice(0, -1).join('.')}` : '';
  const hint = near === undefined ? listed('known here', known) : `did you mean "${near}"?`;
  return problemAt(source, path, { onKey: true, message: `unknown key "${key}"${inside}`, hint });
}

function unknownName(issue: Issue & { code: 'invalid_value' }, source: YamlSource, found: string): SimError {
  const names = issue.values.map(String);
  const word = found.replace(/^(["'])(.*)\1$/, '$2');
  const isCountry = issue.message === COUNTRY_CODE;
  const near = isCountry ? nearestCountry(word) : nearestWord(word, names);
  const message = `${issue.path.join('.')}: unknown ${issue.message}, found ${found}`;
  const others = isCountry ? 'two letters of ISO 3166-1, such as DE or JP' : listed('known', names);
  const hint = near === undefined ? others : `did you mean ${near}?`;
  return problemAt(source, issue.path, { message, hint });
}

function expectationOf(issue: Issue): string {
  if (issue.code === 'invalid_value')
    return `a ${issue.message}: ${issue.values.slice(0, 8).map(String).join(', ')}`;
  if (!issue.message.startsWith('Invalid input')) return issue.message;
  return issue.code === 'invalid_type' && issue.expected === 'array' ? 'a list' : 'a mapping';
}

function hintOf(issue: Issue, expected: string, found: string): string | undefined {
  if (issue.code === 'custom') {
    const { suggestion, hint } = issue.params ?? {};
    if (typeof suggestion === 'string') return `did you mean ${suggestion}?`;
    return typeof hint === 'string' ? hint : undefined;
  }
  const kind = kinds().find((candidate) => expected.startsWith(`${QUANTITY_KINDS[candidate].called} such`));
  if (kind === undefined || found === 'nothing') return undefined;
  const mended = mendUnit(kind, found, '');
  return mended === undefined ? undefined : `did you mean ${mended}?`;
}

function kinds(): readonly QuantityKind[] {
  return ['duration', 'size', 'rate', 'share', 'bandwidth'];
}

function listed(label: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const shown = names.slice(0, MOST_NAMES_LISTED).join(', ');
  return `${label}: ${shown}${names.length > MOST_NAMES_LISTED ? ` and ${names.length - MOST_NAMES_LISTED} more` : ''}`;
}
