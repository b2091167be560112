// Sends one request on each arm of a scenario, in virtual time, and tells what became of it.
import type { Trace, TraceArm, TraceLeg } from '../../../reports/trace.ts';
import { regionById } from '../../../topology/catalog.ts';
import type { Explanation } from '../../../topology/explain.ts';
import type { City, Place } from '../../../topology/place.ts';
import { Caller } from '../../call/driver.ts';
import type { RequestAnswer, RequestLine } from '../../call/lines.ts';
import { userIn } from '../../call/setup.ts';
import { Geography } from '../../entities/geography.ts';
import { RequestWriter } from '../../entities/requests.ts';
import { SimError } from '../../errors.ts';
import type { Arm, Plan, RequestClass } from '../../plan.ts';
import { platforms } from '../../platforms/index.ts';
import { nearestWord } from '../../scenario/nearest-word.ts';
import type { LoadedScenario } from '../../scenario/load.ts';
import { HANDED_ON, sentenceOf } from './sentences.ts';

/** What is followed. */
export interface TraceFlags {
  readonly from: string;
  readonly path?: string;
  readonly request?: string;
  readonly arm?: string;
  readonly warm?: true;
}

/** Follows one request; with `warm` the second of its user, ten seconds after the first. */
export async function followRequest(loaded: LoadedScenario, flags: TraceFlags): Promise<Trace> {
  const plan = userIn(loaded.plan, flags.from);
  const kind = classOf(plan, flags);
  const geography = new Geography(plan, loaded.files);
  const [city] = geography.places;
  if (city === undefined) throw new Error('a plan without a place');
  const line = lineOf(plan, kind, flags.path);
  const arms: TraceArm[] = [];
  for (const arm of armsOf(plan, flags.arm)) {
    const answer = await answerOn({ ...plan, arms: [arm], baseline: arm.name }, loaded, {
      line,
      warm: flags.warm === true,
    });
    arms.push(tell(plan, { arm, answer, geography, city }));
  }
  const { name, lat, lon } = city;
  const user = { name, lat, lon };
  return { title: plan.title, method: line.method, url: line.url, user, warm: flags.warm === true, arms };
}

async function answerOn(
  plan: Plan,
  { files, bundles }: LoadedScenario,
  { line, warm }: { line: RequestLine; warm: boolean },
): Promise<RequestAnswer> {
  const caller = await Caller.open({ plan, files, bundles, cached: {}, inScenario: true });
  try {
    const first = await caller.answer(line);
    if (!warm) return requestAnswer(first);
    await caller.answer({ advance: '10s' });
    return requestAnswer(await caller.answer(line));
  } finally {
    await caller.close();
  }
}

function requestAnswer(answer: object): RequestAnswer {
  if (!('timing' in answer)) throw new Error('a request was answered by something else');
  return answer as RequestAnswer;
}

function tell(
  plan: Plan,
  { arm, answer, geography, city }: { arm: Arm; answer: RequestAnswer; geography: Geography; city: City },
): TraceArm {
  const { timing, status, outcome } = answer;
  const platform = platforms[arm.platform];
  const model = geography.epochs[0]?.model;
  if (platform === undefined || model === undefined) throw new Error(`no platform ${arm.platform}`);
  const region = regionById(arm.region);
  const pop = geography.pops.find((one) => one.code === timing.pop);
  const entry = model.explain(city, pop ?? region, 'transit');
  const asks = timing.phases.some(({ kind }) => kind === 'subrequest' || kind === 'store');
  const onward = pop !== undefined && asks ? model.explain(pop, region, 'backbone') : null;
  const { rttMs, ttfbMs, totalMs } = timing;
  const told = {
    rttMs,
    transport: plan.network.transport,
    platform,
    originRttMs: onward?.rtt.ms ?? null,
    originRegion: arm.region,
  };
  return {
    name: arm.name,
    platform: platform.title,
    status,
    outcome,
    server: timing.pop,
    rttMs,
    ttfbMs,
    totalMs,
    phases: timing.phases.map((phase, n) => {
      const before = timing.phases.slice(0, n);
      const goesOn = before.some(({ kind, note }) => kind === 'cpu' && note === '');
      const elsewhere = before.some(({ note }) => note === HANDED_ON);
      return { ...phase, sentence: sentenceOf({ ...told, phase, goesOn, elsewhere }) };
    }),
    legs: [legOf(entry), ...(onward === null ? [] : [legOf(onward)])],
  };
}

function legOf(told: Explanation): TraceLeg {
  return {
    from: told.from.name,
    to: told.to.name,
    rttMs: told.rtt.ms,
    source: told.rtt.source,
    fixedMs: told.fixedMs,
    start: placeOf(told.from),
    stretches: told.steps.map(({ to, km, ms, kind, cable }) => ({ to: placeOf(to), km, ms, kind, cable })),
  };
}

function placeOf({ name, lat, lon }: Place): TraceLeg['start'] {
  return { name, lat, lon };
}

function armsOf({ arms }: Plan, wanted: string | undefined): readonly Arm[] {
  if (wanted === undefined) return arms;
  const found = arms.filter((arm) => arm.name === wanted);
  if (found.length > 0) return found;
  throw unknownName(
    'arm',
    wanted,
    arms.map(({ name }) => name),
  );
}

/** The request of the mix by name or path; another path is asked for as the first request of the mix asks for its own. */
function classOf({ workload }: Plan, { request, path }: TraceFlags): RequestClass {
  const { classes } = workload;
  const [first] = classes;
  if (first === undefined) throw new Error('a plan without requests');
  if (request === undefined) return classes.find((one) => one.path === path) ?? first;
  const found = classes.find(({ name }) => name === request);
  if (found !== undefined) return found;
  throw unknownName(
    'request',
    request,
    classes.map(({ name }) => name),
  );
}

function unknownName(what: string, name: string, known: readonly string[]): SimError {
  const near = nearestWord(name, known);
  return new SimError('E_USAGE', `--${what}: the scenario has no ${what} "${name}"`, {
    hint: `${near === undefined ? '' : `did you mean ${near}? `}It has: ${known.join(', ')}.`,
  });
}

/** The request as the writer fills it in for user 0. */
function lineOf(plan: Plan, kind: RequestClass, path: string | undefined): RequestLine {
  const session = { user: 0, number: 0, next: 0 };
  const written = new RequestWriter(plan).write({
    class: kind,
    session,
    cfJson: '{}',
    rttUs: 0,
    tellsOfClient: false,
  });
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < written.headers.length; i += 2)
    headers.push([written.headers[i] ?? '', written.headers[i + 1] ?? '']);
  const url = path ?? written.url;
  if (!/^(\/|https?:\/\/)/.test(url))
    throw new SimError('E_USAGE', `--path: expected a path that begins with /, found ${url}`, {
      hint: `did you mean /${url}?`,
    });
  return { method: written.method, url, headers, body: written.body ?? undefined };
}
