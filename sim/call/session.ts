// One world that is called from outside: a user who sends the requests of each line, in virtual time, with all state kept between lines.
import { stopCall } from '../handler-emissions.ts';
import { callHandler, sendRequest } from '../journey.ts';
import type { Geography } from '../entities/geography.ts';
import type { RequestWriter } from '../entities/requests.ts';
import type { CallInput } from '../entities/handler-call.ts';
import { freshnessUs } from '../entities/http-cache.ts';
import { Journey } from '../entities/journey-state.ts';
import { HOST } from '../entities/requests.ts';
import { journeyIdOf, NEVER, type Session } from '../entities/sessions.ts';
import { SimError } from '../errors.ts';
import type { Plan } from '../plan.ts';
import type { Bundle, Realm } from '../runtime/types.ts';
import { readQuantity } from '../scenario/quantity.ts';
import { runPlace } from '../relay.ts';
import { hung } from '../silence.ts';
import { dispatch, realmOptions } from '../trial.ts';
import { US_PER_MS } from '../units.ts';
import { OpenConnection } from '../network/connection.ts';
import { createWorld, type World } from '../world.ts';
import { type Answered, dumpOf, eventAnswerOf, requestAnswerOf, socketAnswerOf } from './answers.ts';
import { converse } from './conversation.ts';
import type { Bindings } from './bindings.ts';
import { incomingOf, pairsOf } from './incoming.ts';
import type { CallAnswer, CallLine, RequestLine, SocketLine } from './lines.ts';
import { Notebook } from './notes.ts';
import { CallStopWatch } from './stop-watch.ts';

/** Later than anything that is called: about 140 years. */
const LAST_US = 4_000_000_000_000_000;
/** Simulated events that one line may lead to. */
const EVENTS_PER_LINE = 5_000_000;
const SEED = 1;

/** What a session is made from. */
export interface SessionSetup {
  readonly plan: Plan;
  readonly bundles: Readonly<Record<string, Bundle>>;
  readonly geography: Geography;
  readonly writer: RequestWriter;
  readonly realm: Realm;
  /** Responses that caches.default holds at every PoP at the start, by URL. */
  readonly cached: Bindings['cache'];
  /** Whether the platform tells of the user as in a run. */
  readonly inScenario: boolean;
  readonly pulse: (journeyId: number, nowUs: number) => void;
}

/** Takes lines one after the other; every line is over, `waitUntil` included, before the next is taken. */
export class CallSession {
  readonly #world: World;
  readonly #notebook = new Notebook();
  readonly #watch = new CallStopWatch();
  readonly #skipped = new Map<number, string>();
  readonly #session: Session;
  readonly #inScenario: boolean;

  constructor({ plan, bundles, geography, writer, realm, cached, inScenario, pulse }: SessionSetup) {
    const [arm] = plan.arms;
    if (arm === undefined) throw new Error('a call needs an arm');
    const { epochMs } = plan;
    const world: World = createWorld({
      plan,
      arm,
      seed: SEED,
      geography,
      writer,
      kernel: 'packed',
      realm,
      bundles,
      skipped: this.#skipped,
      meter: this.#watch,
      witness: this.#notebook,
      history: null,
      oneProcess: true,
      pulse: (journeyId) => pulse(journeyId, world.kernel.nowUs()),
    });
    realm.begin(realmOptions(SEED, epochMs, () => world));
    this.#world = world;
    fillCaches(world, cached);
    this.#session = onlySession(world);
    this.#inScenario = inScenario;
  }

  /** Calls whose code must not run again, with the outcome they get. */
  skip(journeys: readonly (readonly [number, string])[]): void {
    for (const [journey, outcome] of journeys) this.#skipped.set(journey, outcome);
  }

  take(line: CallLine): CallAnswer {
    if ('advance' in line) return this.#advance(line.advance);
    if ('dump' in line) return dumpOf(this.#world);
    if ('scheduled' in line) {
      const { cron, scheduledTime } = line.scheduled;
      return this.#event('scheduled', { cron, scheduledTimeMs: this.#instantMs(scheduledTime) });
    }
    if ('queue' in line) {
      const { name, messages } = line.queue;
      const batch = messages.map(({ id, timestamp, attempts, body, bodyBase64 }, index) => ({
        id: id ?? String(index + 1),
        timestampMs: this.#instantMs(timestamp),
        attempts,
        ...(bodyBase64 === undefined
          ? { body }
          : { body: [...Buffer.from(bodyBase64, 'base64')], contentType: 'bytes' }),
      }));
      return this.#event('queue', { queue: name, messages: batch });
    }
    if ('ws' in line) return this.#socket(line.ws);
    return this.#request(line);
  }

  /** Opens a socket, talks over it, and closes it. */
  #socket(line: SocketLine): CallAnswer {
    const given = pairsOf(line.headers ?? {}).map(([name, value]): [string, string] => [name, value]);
    const headers = [...given, ['upgrade', 'websocket'] as [string, string]];
    const journey = this.#send({ url: line.url, method: 'GET', headers, cf: line.cf });
    this.#runUntil(journey, () => journey.ttfbUs >= 0);
    const { kernel } = this.#world;
    kernel.run(journey.startUs + journey.ttfbUs, (kind, a) => dispatch(this.#world, kind, a));
    const opened = journey.response?.status === 101;
    const said = opened
      ? converse(this.#world, journey, line, (us) => this.#run(us))
      : { messages: [], closed: null };
    if (!opened) this.#runUntil(journey, () => journey.ended);
    return socketAnswerOf(this.#answered(journey), said);
  }

  #request(line: RequestLine): CallAnswer {
    const journey = this.#send(line);
    this.#runUntilOver(journey);
    return requestAnswerOf(this.#world, this.#answered(journey));
  }

  #send(line: RequestLine): Journey {
    const world = this.#world;
    const kind = classFor(world.plan, line);
    const journey = sendRequest(world, this.#session, kind, (parts) =>
      incomingOf(line, parts, this.#inScenario ? 'run' : 'local'),
    );
    if (journey === null)
      throw new SimError('E_SCENARIO', 'No cable leads from this user to a server.', {
        hint: 'look at the faults of the scenario',
      });
    this.#session.next++;
    return journey;
  }

  #event(kind: 'scheduled' | 'queue', event: object): CallAnswer {
    const world = this.#world;
    const session = this.#session;
    const journey = new Journey({
      id: journeyIdOf(session),
      session,
      class: firstClass(world.plan),
      pop: Math.max(0, session.connectedPop),
      startUs: world.kernel.nowUs(),
      rttUs: 0,
      newConnection: false,
      connection: new OpenConnection(0, 0),
      helloAheadUs: 0,
      request: { method: kind, url: `https://${HOST}/`, headers: [], body: null, cfJson: '{}' },
      pool: world.phases,
    });
    journey.runsAt = runPlace(world, journey);
    journey.slot = world.journeys.add(journey);
    const input: CallInput = { kind, eventJson: JSON.stringify(event) };
    callHandler(world, journey, input);
    this.#runUntilOver(journey);
    session.next++;
    return eventAnswerOf(this.#answered(journey));
  }

  #answered(journey: Journey): Answered {
    const { call } = journey;
    const notes = call === null ? { ops: [], console: [], failure: null } : this.#notebook.take(call);
    const profiled = call !== null && call.compute.profile !== null;
    const cpuMs = profiled ? journey.cpuUs / US_PER_MS : call === null ? 0 : this.#watch.ofCall(call);
    return { journey, call, notes, cpuMs: Math.round(cpuMs * 1000) / 1000 };
  }

  #runUntilOver(journey: Journey): void {
    this.#runUntil(journey, () => journey.ended && journey.ttfbUs >= 0);
  }

  #runUntil(journey: Journey, isOver: () => boolean): void {
    const world = this.#world;
    if (isOver()) return;
    const { kernel } = world;
    let events = 0;
    const run = (): void =>
      kernel.run(LAST_US, (kind, a) => {
        if (++events > EVENTS_PER_LINE)
          throw new SimError('E_LIMIT', `One line led to more than ${EVENTS_PER_LINE} simulated events.`);
        dispatch(world, kind, a);
        // Where nothing is left to come the clock stays, for the lines that follow.
        if (isOver() || kernel.pendingCount() === 0) kernel.stop();
      });
    run();
    // Pieces of code that wait for each other wait for ever.
    const { call } = journey;
    if (!isOver() && call !== null) {
      stopCall(world, call, hung(call));
      run();
    }
    if (!isOver()) throw new Error(`journey ${journey.id} came to no end`);
  }

  #advance(text: string): CallAnswer {
    const reading = readQuantity('duration', text);
    if (!reading.ok || reading.value < 0)
      throw new SimError('E_USAGE', `advance: expected a duration such as 61s, found "${text}"`);
    const { kernel, plan } = this.#world;
    this.#run(Math.round(reading.value * US_PER_MS));
    return { advanced: text, nowMs: plan.epochMs + Math.floor(kernel.nowUs() / US_PER_MS) };
  }

  #run(us: number): void {
    const { kernel } = this.#world;
    kernel.run(kernel.nowUs() + us, (kind, a) => dispatch(this.#world, kind, a));
  }

  #instantMs(given: number | string | undefined): number {
    const { kernel, plan } = this.#world;
    const nowMs = plan.epochMs + Math.floor(kernel.nowUs() / US_PER_MS);
    if (given === undefined) return nowMs;
    const ms = typeof given === 'number' ? given : Date.parse(given);
    if (Number.isFinite(ms)) return ms;
    throw new SimError('E_USAGE', `expected milliseconds since 1970 or a date, found "${given}"`);
  }
}

/** Puts what may be kept into the default cache of every PoP; what says that it may not is left out, as by the Cache API itself. */
function fillCaches(world: World, cached: Bindings['cache']): void {
  const nowMs = world.plan.epochMs;
  for (const [url, { status, headers: given, body: text, bodyBase64 }] of Object.entries(cached)) {
    const headers = pairsOf(given ?? {}).flat();
    const saysHowLong = headers.some((name, i) => i % 2 === 0 && /^(?:cache-control|expires)$/i.test(name));
    const freshUs = saysHowLong
      ? freshnessUs({ method: 'GET', status, authorized: false, headers, nowMs })
      : LAST_US;
    if (freshUs === null) continue;
    const body = bodyBase64 === undefined ? text : new Uint8Array(Buffer.from(bodyBase64, 'base64'));
    const bytes = Buffer.byteLength(body);
    const kept = { status, statusText: '', headers, body, bytes, storedUs: 0, freshUntilUs: freshUs };
    for (const pop of world.geography.pops.keys()) world.caches.at(pop).put(new URL(url).href, kept, null);
  }
}

/** The one user of a call: who lives where the plan says, and never moves. */
function onlySession(world: World): Session {
  let first = world.sessions.take();
  while (first === null) first = world.sessions.take();
  return { ...first, number: 0, user: 0, next: 0, roamsAt: NEVER };
}

/** The class of the scenario whose profile fits a request: the one with its method and path, else the first. */
function classFor(plan: Plan, { method, url }: RequestLine): Plan['workload']['classes'][number] {
  const { pathname } = new URL(url, `https://${HOST}/`);
  const fits = plan.workload.classes.find((one) => one.method === method && one.path === pathname);
  return fits ?? firstClass(plan);
}

function firstClass({ workload }: Plan): Plan['workload']['classes'][number] {
  const [first] = workload.classes;
  if (first === undefined) throw new Error('a plan without classes');
  return first;
}
