// From the flags of `antipode call` to a world that can be called: the handler, its bindings, who answers its fetches, and where the user is.
import { dirname, relative, resolve } from 'node:path';
import { SimError } from '../errors.ts';
import { type Arm, deepFreeze, type HandlerProfile, type Plan } from '../plan.ts';
import { NO_FILES, type PlanFiles } from '../plan-files.ts';
import { platforms } from '../platforms/index.ts';
import { bundleHandler } from '../runtime/bundle.ts';
import type { HandlerStyle } from '../runtime/handler-style.ts';
import type { Bundle, RealmKind } from '../runtime/types.ts';
import { type AskedClass, classProblems } from '../scenario/class-check.ts';
import { loadPlan } from '../scenario/load.ts';
import { throwProblems } from '../scenario/problems.ts';
import { profilePathOf, readProfile } from '../scenario/profile-file.ts';
import { readTextFile } from '../scenario/read-file.ts';
import { resolvePlan } from '../scenario/resolve.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { cityExpectation, cityNamed } from '../scenario/words.ts';
import { parseYaml } from '../scenario/yaml-source.ts';
import type { Bindings } from './bindings.ts';
import { type BindingsFile, readBindings } from './bindings-file.ts';
import { storesOf } from './declared-stores.ts';
import { entryOf } from './entry-file.ts';

/** Where everything stands when nobody says otherwise: user, PoP and stores side by side. */
const HOME = 'aws:us-east-1';
const LOCAL_CITY = 'Alexandria,US';
const SCENARIO_FILE = { what: 'a scenario', largestBytes: 50_000_000 };

/** Flags of the command. */
export interface CallFlags {
  readonly handler: string;
  readonly bindings?: string | undefined;
  readonly upstream?: string | undefined;
  readonly scenario?: string | undefined;
  readonly from?: string | undefined;
  /** Realms that the code is bundled for; each isolate's own when absent, and where the scenario asks for that. */
  readonly realm?: RealmKind;
  /** How the handler is called; by its exports when absent. */
  readonly style?: HandlerStyle | undefined;
}

/** What a world that is called is made from. */
export interface CallSetup {
  readonly plan: Plan;
  readonly files: PlanFiles;
  readonly bundles: Readonly<Record<string, Bundle>>;
  readonly cached: Bindings['cache'];
  /** Whether the user is one of a scenario, of whom the platform tells the code as in a run, and not a developer at his own machine. */
  readonly inScenario: boolean;
  /** Bindings that the file names and that there are none of here, with their kinds. */
  readonly missing: readonly string[];
}

/** Reads and bundles all that the flags name. */
export async function prepareCall(flags: CallFlags): Promise<CallSetup> {
  const entry = await entryOf(flags.handler);
  const bindingsPath = flags.bindings ?? entry.configuration;
  const bindingsFile = await readBindings(bindingsPath);
  const { bindings } = bindingsFile;
  const base = flags.scenario === undefined ? null : await loadPlan(flags.scenario);
  const realm = base?.plan.realm === 'isolate' ? 'own' : (flags.realm ?? 'own');
  const bundles: Record<string, Bundle> = { ...base?.bundles };
  const profiles: Record<string, HandlerProfile> = { ...base?.plan.profiles };
  const add = async (path: string): Promise<string> => {
    const name = relative('', resolve(path));
    const bundle = await bundleHandler(path, realm);
    bundles[name] = bundle;
    const profile = await readProfile(profilePathOf(path), bundle.digest, []);
    if (profile !== undefined) profiles[bundle.digest] = profile;
    return name;
  };
  const handler = await add(entry.handler);
  const folder = dirname(bindingsPath ?? '.');
  const services: Record<string, Plan['services'][string]> = {};
  for (const [name, service] of Object.entries(bindings.services)) {
    const { handler: path, vars, entrypoint, props } = service;
    services[name] = {
      handler: path === undefined ? handler : await add((await entryOf(resolve(folder, path))).handler),
      // The realm takes any JSON; scenario files only hold texts.
      vars: vars as Record<string, string>,
      ...(entrypoint !== undefined && { entrypoint }),
      ...(props !== undefined && { props }),
    };
  }
  const upstream = flags.upstream === undefined ? undefined : await add(flags.upstream);
  const plan = withUser(base?.plan ?? localPlan(flags), flags);
  const arm = callable(plan, handler, bindings, flags);
  await checkClasses(arm, entry.handler, bindingsFile, base?.scenarioPath);
  const others = upstream === undefined ? {} : { '*': upstreamAt(arm.region, upstream) };
  return {
    plan: deepFreeze({
      ...plan,
      origin: upstream === undefined ? plan.origin : { handler: null },
      hosts: { ...plan.hosts, ...others },
      services: { ...plan.services, ...services },
      arms: [arm],
      baseline: arm.name,
      profiles,
      bundles: Object.fromEntries(Object.entries(bundles).map(([path, { digest }]) => [path, digest])),
    }),
    files: base?.files ?? NO_FILES,
    bundles,
    cached: bindings.cache,
    inScenario: base !== null,
    missing: bindingsFile.missing,
  };
}

function upstreamAt(region: string, handler: string): Plan['hosts'][string] {
  return { region, kind: 'handler', handler, vars: {}, platform: null };
}

/** A world of one site: the user's city, the PoP and the stores lie together. */
function localPlan({ from }: CallFlags): Plan {
  const scenario = scenarioSchema.parse({
    title: 'antipode call',
    window: '30d',
    rate: '1/s',
    users: { from: { cities: [LOCAL_CITY] }, count: 1, access: { fibre: '100%' } },
    sessions: { requests: 1 },
    network: { routing: 'pinned', pinnedTo: HOME },
    requests: [{ name: 'call', get: '/' }],
    // As on a developer's machine: every fetch reaches whoever answers it.
    arms: { edge: { platform: 'cloudflare-workers', options: { cacheTiers: from === undefined ? 0 : 1 } } },
    sampledWrites: 0,
  });
  return resolvePlan(scenario, { name: 'call', bundles: {}, profiles: {}, data: {} });
}

/** `--from` moves the user, who then enters by the nearest PoP; a scenario keeps its own way of routing. */
function withUser(plan: Plan, { from, scenario }: CallFlags): Plan {
  if (from === undefined) return plan;
  const moved = userIn(plan, from);
  if (scenario !== undefined) return moved;
  return { ...moved, network: { ...moved.network, routing: 'nearest', pinnedTo: null } };
}

/** The plan with all its users in one city. Throws E_PLACE for a city that nobody knows. */
export function userIn(plan: Plan, name: string): Plan {
  const city = cityNamed(name);
  if (city === undefined) {
    const { expected, suggestion } = cityExpectation(name);
    const hint = suggestion === undefined ? `expected ${expected}` : `did you mean ${suggestion}?`;
    throw new SimError('E_PLACE', `--from: there is no city "${name}"`, { hint });
  }
  const { workload } = plan;
  return { ...plan, workload: { ...workload, users: { ...workload.users, from: { cities: [city] } } } };
}

/** The arm that is called, with the handler that was named in place of its own and the bindings added. */
function callable(plan: Plan, handler: string, bindings: Bindings, flags: CallFlags): Arm {
  const arm = plan.arms.find((one) => platforms[one.platform]?.runsAt === 'pop') ?? plan.arms[0];
  if (arm === undefined) throw new Error('a plan without arms');
  const isLocal = flags.from === undefined && flags.scenario === undefined;
  const { epochMs } = plan;
  const stores = storesOf(bindings, { home: isLocal ? HOME : arm.region, isLocal, epochMs });
  const declared = new Set(stores.map(({ binding }) => binding));
  return {
    ...arm,
    handler,
    ...(flags.style !== undefined && { style: flags.style }),
    stores: [...arm.stores.filter(({ binding }) => !declared.has(binding)), ...stores],
    // The realm takes any JSON; scenario files only hold texts.
    vars: { ...arm.vars, ...(bindings.vars as Record<string, string>), ...bindings.secrets },
  };
}

/** Throws for classes of Durable Objects that the handler does not export, each with its place in the file that asks for it. */
async function checkClasses(
  { stores }: Arm,
  handler: string,
  { bindings, placeOf }: BindingsFile,
  scenario: string | undefined,
): Promise<void> {
  const declared = bindings.durableObjects;
  const named = stores.flatMap(({ binding, object }) =>
    object === undefined ? [] : [{ binding, ...object }],
  );
  const ofScenario = named.filter(({ binding }) => !(binding in declared));
  const source =
    scenario === undefined || ofScenario.length === 0
      ? null
      : parseYaml(scenario, await readTextFile(scenario, SCENARIO_FILE));
  const asked = named.flatMap(({ binding, className }): AskedClass[] => {
    if (binding in declared)
      return [{ className, file: handler, path: ['durableObjects', binding], at: placeOf(className) }];
    const path = ['stores', binding, 'class'];
    return source === null ? [] : [{ className, file: handler, path, at: source.positionOf(path) }];
  });
  throwProblems(await classProblems(asked));
}
