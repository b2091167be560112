// From a path to a Plan: read, parse, check, bundle, resolve. `check` and `run` both go through here, so they refuse the same things.
import { basename, dirname, join, resolve } from 'node:path';
import { SimError } from '../errors.ts';
import type { HandlerProfile, Plan } from '../plan.ts';
import type { PlanFiles } from '../plan-files.ts';
import { deployProblems } from '../platforms/deploy-check.ts';
import { bundleHandler } from '../runtime/bundle.ts';
import type { Bundle } from '../runtime/types.ts';
import { askedClasses, classProblems } from './class-check.ts';
import { crossProblems } from './cross-check.ts';
import { dataVersions } from './data-versions.ts';
import { readNamedFiles } from './named-files.ts';
import { problemsOf } from './issues.ts';
import { originsOf } from './origins.ts';
import type { ValueOrigin } from './origins.ts';
import { throwProblems } from './problems.ts';
import { profilePathOf, readProfile } from './profile-file.ts';
import { beginningOf, isFolder, readTextFile } from './read-file.ts';
import { handlersOf, resolvePlan } from './resolve.ts';
import { scenarioSchema } from './schema.ts';
import { withSettings } from './settings.ts';
import type { Setting } from './settings.ts';
import type { Scenario } from './schema.ts';
import { parseYaml } from './yaml-source.ts';
import type { YamlSource } from './yaml-source.ts';

/** Larger files are not scenarios. */
const LARGEST_SCENARIO_BYTES = 1_000_000;

/** The realms that handlers are bundled for, by what the scenario calls them. */
const REALM_KINDS = { shared: 'shared', isolate: 'own' } as const;

/** What flags of the command line change in a scenario. */
export interface PlanOverrides {
  /** Requests that the window shall hold on average, at the rate of the scenario. */
  readonly requests?: number | undefined;
  /** Values that stand in for those of the file. */
  readonly settings?: readonly Setting[];
}

/** A scenario ready to run. */
export interface LoadedScenario {
  readonly plan: Plan;
  /** What the files hold that the plan names. */
  readonly files: PlanFiles;
  /** By handler path, as the Plan names it. */
  readonly bundles: Readonly<Record<string, Bundle>>;
  readonly scenarioPath: string;
  /** Every value of the scenario with where it comes from. */
  /** Where each value comes from; worked out when asked, for whoever only runs the scenario does not need it. */
  readonly origins: () => readonly ValueOrigin[];
  /** By handler path: the file that holds, or shall hold, its profile. */
  readonly profilePaths: Readonly<Record<string, string>>;
  /** Handlers without a fitting profile: they are measured before the first run. */
  readonly unprofiled: readonly string[];
}

/** Loads a scenario from its file or folder; throws every mistake in it at once. */
export async function loadPlan(path: string, overrides: PlanOverrides = {}): Promise<LoadedScenario> {
  const scenarioPath = (await isFolder(path)) ? join(path, 'scenario.yaml') : path;
  const { scenario, source } = await readScenario(scenarioPath, overrides.settings);
  const named = await readNamedFiles(scenario, scenarioPath);
  const bundles = await bundleAll(scenario, scenarioPath);
  throwProblems(await classProblems(askedClasses(scenario, source, dirname(scenarioPath))));
  const classes = scenario.requests.map((request) => request.name);
  const armHandlers = new Set(Object.values(scenario.arms).map((arm) => arm.handler ?? scenario.handler));
  const profilePaths: Record<string, string> = {};
  const profiles: Record<string, HandlerProfile> = {};
  const unprofiled: string[] = [];
  for (const [handler, bundle] of Object.entries(bundles)) {
    const profilePath = profilePathOf(resolve(dirname(scenarioPath), handler));
    profilePaths[handler] = profilePath;
    // Which kinds of request reach a handler that others call shows only when it runs.
    const ofAnArm = armHandlers.has(handler);
    const profile = await readProfile(profilePath, bundle.digest, ofAnArm ? classes : []);
    if (profile === undefined) unprofiled.push(handler);
    else profiles[bundle.digest] = profile;
  }
  const plan = resolvePlan(scenario, {
    name: scenarioName(scenarioPath),
    requests: overrides.requests,
    bundles: Object.fromEntries(Object.entries(bundles).map(([handler, { digest }]) => [handler, digest])),
    profiles,
    data: { ...(await dataVersions()), ...named.data },
    trace: named.files.trace,
  });
  throwProblems(deployProblems(plan, bundles));
  const origins = (): readonly ValueOrigin[] =>
    originsOf(source, overrides.requests === undefined ? {} : { window: '--requests' });
  return { plan, files: named.files, bundles, scenarioPath, origins, profilePaths, unprofiled };
}

/** `scenarios/flagship/scenario.yaml` is called flagship, `my-api.yaml` is called my-api. */
function scenarioName(scenarioPath: string): string {
  const stem = basename(scenarioPath).replace(/\.ya?ml$/, '');
  return stem === 'scenario' ? basename(dirname(resolve(scenarioPath))) : stem;
}

/** Reads and checks the file; handlers are only looked for, not yet bundled. */
async function readScenario(
  scenarioPath: string,
  settings: readonly Setting[] = [],
): Promise<{ scenario: Scenario; source: YamlSource }> {
  await refuseOtherFiles(scenarioPath);
  const text = await readTextFile(scenarioPath, {
    what: 'a scenario file',
    largestBytes: LARGEST_SCENARIO_BYTES,
  });
  const source = parseYaml(scenarioPath, withSettings(text, settings));
  const reading = scenarioSchema.safeParse(source.value);
  const problems = [...problemsOf(reading.error?.issues ?? [], source), ...(await crossProblems(source))];
  throwProblems(problems);
  if (!reading.success) throw new Error('a scenario that does not parse must have a problem');
  return { scenario: reading.data, source };
}

/** What people name by mistake is told by its kind, not by the mistakes that it makes as YAML. */
async function refuseOtherFiles(path: string): Promise<void> {
  const refuse = (what: string, hint: string): never => {
    throw new SimError('E_FILE', `${path} is ${what}, not a scenario`, { at: { file: path }, hint });
  };
  if (/\.[cm]?[jt]sx?$/.test(path))
    refuse('code', `name the YAML file or its folder; of code alone: npx antipode check ${path}`);
  // A result may be larger than any scenario.
  const kind = /^\s*\{\s*"kind"\s*:\s*"antipode-(run|sweep)"/.exec(await beginningOf(path))?.[1];
  if (kind !== undefined) refuse(`the result of a ${kind}`, `npx antipode report ${path}`);
}

async function bundleAll(scenario: Scenario, scenarioPath: string): Promise<Record<string, Bundle>> {
  const folder = dirname(scenarioPath);
  const problems: SimError[] = [];
  const bundles: Record<string, Bundle> = {};
  for (const handler of handlersOf(scenario)) {
    try {
      bundles[handler] = await bundleHandler(join(folder, handler), REALM_KINDS[scenario.realm]);
    } catch (error) {
      if (!(error instanceof SimError)) throw error;
      problems.push(error);
    }
  }
  throwProblems(problems);
  return bundles;
}
