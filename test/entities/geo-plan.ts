// Plans and geographies of small scenarios, without handlers: for tests of who comes when, from where and by which PoP.
import { Geography } from '../../sim/entities/geography.ts';
import { type Session, Sessions } from '../../sim/entities/sessions.ts';
import type { Plan } from '../../sim/plan.ts';
import { NO_FILES, type PlanFiles } from '../../sim/plan-files.ts';
import { resolvePlan } from '../../sim/scenario/resolve.ts';
import { scenarioSchema } from '../../sim/scenario/schema.ts';

/** A scenario as its YAML would say it; what is left out is filled in here or by the schema. */
export type ScenarioInput = Readonly<Record<string, unknown>>;

/** The plan of a scenario that is written as an object. */
export function planOf(input: ScenarioInput = {}, files: PlanFiles = NO_FILES): Plan {
  const scenario = scenarioSchema.parse({
    title: 'A small world',
    ...(files.trace === null ? { rate: '20/s' } : {}),
    requests: [{ name: 'home', get: '/' }],
    arms: { origin: { platform: 'node-origin' }, edge: { platform: 'cloudflare-workers' } },
    ...input,
  });
  return resolvePlan(scenario, { name: 'small', bundles: {}, profiles: {}, data: {}, trace: files.trace });
}

/** The geography of such a scenario. */
export function geographyOf(input: ScenarioInput = {}, files: PlanFiles = NO_FILES): Geography {
  return new Geography(planOf(input, files), files);
}

/** All sessions of a scenario whose first request lies between time zero and an instant, each as it begins. */
export function sessionsOf(
  input: ScenarioInput,
  options: { readonly untilUs: number; readonly seed?: number; readonly files?: PlanFiles },
): Session[] {
  const { untilUs, seed = 1, files = NO_FILES } = options;
  const plan = planOf(input, files);
  const sessions = new Sessions(plan, new Geography(plan, files), seed);
  const begun: Session[] = [];
  while (sessions.peekUs() < untilUs) {
    const fromUs = sessions.peekUs();
    const session = sessions.take();
    if (session !== null && fromUs >= 0) begun.push(session);
  }
  return begun;
}
