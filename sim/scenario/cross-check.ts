// Checks that no single value can answer for: names that refer to other parts of the file, and files beside it.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pops } from '../../topology/catalog.ts';
import { NETWORKS } from '../../topology/place.ts';
import type { SimError } from '../errors.ts';
import { CACHE_API_STORE } from '../store-families.ts';
import { problemAt } from './issues.ts';
import { nearestWord } from './nearest-word.ts';
import { neighbourLike } from './read-file.ts';
import { parseThreshold } from './thresholds.ts';
import { storeProblems } from './store-problems.ts';
import { at, itemsAt, keysAt, keysOf } from './yaml-values.ts';
import { regionIds } from './words.ts';
import type { YamlPath, YamlSource } from './yaml-source.ts';

const PLACEHOLDERS = ['user', 'session', 'n', 'jwt'];

/** Works on the file as it is written, so that its findings stand beside those of the schema even when both find some. */
export async function crossProblems(source: YamlSource): Promise<SimError[]> {
  return [
    ...baselineProblems(source),
    ...thresholdProblems(source),
    ...arrivalProblems(source),
    ...faultProblems(source),
    ...pinProblems(source),
    ...requestProblems(source),
    ...storeProblems(source),
    ...(await handlerProblems(source)),
  ];
}

function baselineProblems(source: YamlSource): SimError[] {
  const baseline = at(source.value, 'baseline');
  const arms = keysAt(source.value, 'arms');
  if (typeof baseline !== 'string' || arms.length === 0 || arms.includes(baseline)) return [];
  const message = `baseline: there is no arm "${baseline}"`;
  return [problemAt(source, ['baseline'], { message, hint: didYouMean(baseline, arms, 'arms') })];
}

function thresholdProblems(source: YamlSource): SimError[] {
  const arms = keysAt(source.value, 'arms');
  const bindings = bindingsIn(source.value, arms);
  return itemsAt(source.value, 'thresholds').flatMap((text, index) => {
    if (typeof text !== 'string') return [];
    const reading = parseThreshold(text, arms, bindings);
    if (reading.ok) return [];
    const { message, hint } = reading.mistake;
    return [problemAt(source, ['thresholds', index], { message: `thresholds.${index}: ${message}`, hint })];
  });
}

/** Every name under which some arm sees a store; the caches of sites need none to be declared. */
function bindingsIn(scenario: unknown, arms: readonly string[]): string[] {
  const own = arms.flatMap((arm) => keysAt(at(at(scenario, 'arms'), arm), 'stores'));
  return [...new Set([...keysAt(scenario, 'stores'), ...own, CACHE_API_STORE.binding])];
}

function faultProblems(source: YamlSource): SimError[] {
  const named = at(at(source.value, 'network'), 'pops') ?? 'cloudflare';
  const network = NETWORKS.find((candidate) => candidate === named);
  if (network === undefined) return [];
  const codes = pops(network, { mainlandChina: true }).map((pop) => pop.code);
  return itemsAt(source.value, 'faults').flatMap((fault, index) => {
    const site = at(fault, 'close');
    if (typeof site !== 'string' || codes.includes(site) || regionIds.includes(site)) return [];
    const message = `faults.${index}.close: there is no PoP "${site}" in the network ${network}, nor a region of that id`;
    const hint = didYouMean(site, [...codes, ...regionIds], 'name a PoP by its code, such as SIN; known');
    return [problemAt(source, ['faults', index, 'close'], { message, hint })];
  });
}

/** A trace says by itself when who asks from where; without one the rate must be said. */
function arrivalProblems(source: YamlSource): SimError[] {
  const arrivals = at(source.value, 'arrivals');
  const rate = at(source.value, 'rate');
  const process = at(arrivals, 'process');
  const hasTrace = at(arrivals, 'trace') !== undefined;
  const problem = (path: YamlPath, message: string, hint: string): SimError =>
    problemAt(source, path, { message, hint });
  if (!hasTrace) {
    const problems: SimError[] = [];
    if (rate === undefined && keysOf(source.value).length > 0)
      problems.push(
        problem([], 'rate: expected a rate such as 80/s, found nothing', 'for example: rate: 80/s'),
      );
    if (process === 'replay')
      problems.push(
        problem(
          ['arrivals', 'process'],
          'arrivals: "replay" needs a trace',
          'for example: trace: visits.csv',
        ),
      );
    return problems;
  }
  const from = at(at(source.value, 'users'), 'from');
  const doubled: readonly (readonly [boolean, YamlPath, string])[] = [
    [rate !== undefined, ['rate'], 'rate: the trace says how many requests there are'],
    [from !== undefined, ['users', 'from'], 'users.from: the trace says where users are'],
    [
      process !== undefined && process !== 'replay',
      ['arrivals', 'process'],
      'arrivals.process: the trace says when requests come',
    ],
    [
      at(arrivals, 'bursts') !== undefined,
      ['arrivals', 'bursts'],
      'arrivals.bursts: the trace says when requests come',
    ],
  ];
  return doubled.flatMap(([wrong, path, message]) =>
    wrong ? [problem(path, message, 'leave it out, or leave the trace out')] : [],
  );
}

function pinProblems(source: YamlSource): SimError[] {
  const network = at(source.value, 'network');
  const pinned = at(network, 'routing') === 'pinned';
  const target = at(network, 'pinnedTo');
  if (pinned === (target !== undefined)) {
    if (typeof target !== 'string' || regionIds.includes(target)) return [];
    const codes = popCodes(at(network, 'pops'), at(network, 'mainlandChina') === true);
    if (codes.length === 0 || codes.includes(target)) return [];
    const message = `network.pinnedTo: there is no PoP "${target}" in the network, nor a region of that id`;
    const hint = didYouMean(target, [...codes, ...regionIds], 'name a PoP by its code, such as SIN; known');
    return [problemAt(source, ['network', 'pinnedTo'], { message, hint })];
  }
  const message = pinned
    ? 'network: routing "pinned" needs "pinnedTo", the PoP or region that everybody enters by'
    : 'network.pinnedTo: only routing "pinned" enters by one PoP';
  const hint = pinned ? 'for example: pinnedTo: FRA' : 'add routing: pinned, or leave pinnedTo out';
  return [problemAt(source, ['network', pinned ? 'routing' : 'pinnedTo'], { message, hint })];
}

/** The codes of a network's PoPs; none when there is no such network, which the schema tells. */
function popCodes(named: unknown, mainlandChina: boolean): string[] {
  const network = NETWORKS.find((candidate) => candidate === (named ?? 'cloudflare'));
  return network === undefined ? [] : pops(network, { mainlandChina }).map((pop) => pop.code);
}

function requestProblems(source: YamlSource): SimError[] {
  const requests = itemsAt(source.value, 'requests');
  const hasJwt = at(source.value, 'jwt') !== undefined;
  const problems: SimError[] = [];
  const names = new Set<unknown>();
  let weight = 0;
  for (const [index, request] of requests.entries()) {
    const given = at(request, 'weight') ?? 1;
    weight += typeof given === 'number' ? Math.max(0, given) : 1;
    const name = at(request, 'name');
    if (name !== undefined && names.has(name)) {
      const message = `requests.${index}.name: two requests are named "${String(name)}"`;
      problems.push(problemAt(source, ['requests', index, 'name'], { message, hint: 'name them apart' }));
    }
    names.add(name);
    for (const { path, text } of texts(request, ['requests', index]))
      problems.push(...placeholderProblems(source, path, text, hasJwt));
  }
  if (requests.length > 0 && weight === 0)
    problems.push(problemAt(source, ['requests'], { message: 'requests: all weights are 0', onKey: true }));
  return problems;
}

function placeholderProblems(source: YamlSource, path: YamlPath, text: string, hasJwt: boolean): SimError[] {
  const where = path.join('.');
  return [...text.matchAll(/\{([a-z]+)\}/g)].flatMap(([written, name = '']) => {
    if (name === 'jwt' && !hasJwt) {
      const hint = 'add for example: jwt: { secret: a-long-secret }';
      return [problemAt(source, path, { message: `${where}: {jwt} needs the key "jwt"`, hint })];
    }
    // Bodies are often JSON or templates of their own, so only a near miss is taken for a mistake there.
    const near = nearestWord(name, PLACEHOLDERS);
    if (PLACEHOLDERS.includes(name) || (path.at(-1) === 'body' && near === undefined)) return [];
    const message = `${where}: nothing fills in ${written}`;
    const hint = near === undefined ? 'known: {user}, {session}, {n}, {jwt}' : `did you mean {${near}}?`;
    return [problemAt(source, path, { message, hint })];
  });
}

async function handlerProblems(source: YamlSource): Promise<SimError[]> {
  const arms = at(source.value, 'arms');
  const ofArms = keysOf(arms).map((arm) => ['arms', arm, 'handler']);
  const problems: SimError[] = [];
  for (const path of [['handler'], ...ofArms, ...furtherHandlerPaths(source)]) {
    const written = path.reduce<unknown>((value, key) => at(value, key), source.value);
    const shared = path.length === 1;
    // The shared handler is needed unless every arm has its own.
    const needed = shared && keysOf(arms).some((arm) => at(at(arms, arm), 'handler') === undefined);
    const handler = written ?? (needed ? 'handler.ts' : undefined);
    if (typeof handler !== 'string' || (shared && !needed && written === undefined)) continue;
    const file = resolve(dirname(source.file), handler);
    if (existsSync(file)) continue;
    const near = await neighbourLike(file);
    const message = `${path.join('.')}: there is no file ${handler} beside the scenario`;
    const hint =
      near === undefined ? 'write the handler module, or name the one you have' : `did you mean ${near}?`;
    problems.push(problemAt(source, written === undefined ? [] : path, { message, hint }));
  }
  return problems;
}

/** Where the file names handlers that other handlers call. */
function furtherHandlerPaths(source: YamlSource): string[][] {
  const services = at(source.value, 'services');
  return [
    ['origin', 'handler'],
    ...keysAt(source.value, 'hosts').map((host) => ['hosts', host, 'handler']),
    ...keysOf(services).map((name) =>
      typeof at(services, name) === 'string' ? ['services', name] : ['services', name, 'handler'],
    ),
  ];
}

function* texts(value: unknown, path: YamlPath): Generator<{ path: YamlPath; text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) yield* texts(inner, [...path, key]);
}

function didYouMean(word: string, names: readonly string[], label: string): string {
  const near = nearestWord(word, names);
  return near === undefined ? `${label}: ${names.slice(0, 12).join(', ')}` : `did you mean ${near}?`;
}
