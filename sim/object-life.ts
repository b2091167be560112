// How Durable Objects are found, placed, woken and put to sleep, and how calls come to them.
import type { DurableObject, ObjectLife, ObjectNamespace } from './entities/durable-object.ts';
import {
  type Asked,
  type CallInput,
  type CallReply,
  type Failure,
  HandlerCall,
  type RunsAt,
} from './entities/handler-call.ts';
import type { Journey } from './entities/journey-state.ts';
import { EVENT, journeyKey } from './events.ts';
import { furtherCallIds } from './calls.ts';
import { evictedAtUs } from './object-limits.ts';
import { isBusy, objectRests, objectWorks } from './object-usage.ts';
import { labelHash } from './random.ts';
import {
  HINT_STANDS_FOR,
  JURISDICTION_HOMES,
  OBJECT_FIGURES,
  OBJECT_HOMES,
} from './stores/durable-objects-figures.ts';
import { US_PER_MS } from './units.ts';
import type { World } from './world.ts';

const BROKEN_OFF = { kind: 'close', code: 1006, reason: '' } as const;

/** Isolates of objects draw apart from those of handlers. */
const FIRST_OBJECT_KEY = 1_000_000_000_000;

/** Which object a stub stands for, as its operations say it. */
export interface ObjectTarget {
  readonly id: string;
  readonly name?: string;
  readonly jurisdiction?: string;
  readonly hint?: string;
}

/** The namespace that a binding names. */
export function namespaceOf(world: World, binding: string): ObjectNamespace {
  const className = world.stores.get(binding)?.plan.object?.className ?? '';
  const namespace = world.objects.namespaces.get(className);
  if (namespace === undefined) throw new Error(`no Durable Objects under ${binding}`);
  return namespace;
}

/** The object of an id; the first caller decides where it lives, for ever. */
export function objectOf(
  world: World,
  namespace: ObjectNamespace,
  target: ObjectTarget,
  caller: RunsAt,
): DurableObject {
  const known = namespace.objects.get(target.id);
  if (known !== undefined) return known;
  const { plan } = namespace;
  const jurisdiction = target.jurisdiction ?? plan.jurisdiction ?? undefined;
  const hint = target.hint ?? plan.hint ?? undefined;
  const object: DurableObject = {
    namespace,
    id: target.id,
    name: target.name,
    jurisdiction: target.jurisdiction,
    at: { site: homeFor(world, caller, hint, jurisdiction), region: null },
    life: null,
    resets: 0,
    lastReset: null,
    second: { fromUs: Number.NEGATIVE_INFINITY, calls: 0 },
    alarm: null,
    sockets: new Map(),
    autoResponse: null,
  };
  namespace.objects.set(target.id, object);
  seedStorage(world, object);
  return object;
}

/** Puts into an object's storage what it holds before anybody calls it; keys of the seed are pairs of name and key. */
function seedStorage({ kernel }: World, { namespace, id, name, at }: DurableObject): void {
  const { plan, store } = namespace.store;
  for (const { key: pair, value } of plan.seed) {
    const [owner, key] = JSON.parse(pair) as [string, string];
    if (owner !== name) continue;
    const issued = { site: at.site, issuedUs: kernel.nowUs(), drawKey: 0, followShare: 0 };
    const operation = { verb: 'put', key: `${id} ${key}`, body: value, options: {}, ...issued };
    store.step({ operation, stage: 0, state: null });
  }
}

/** The PoP nearest to the first caller, of those that hint and jurisdiction leave; the caller's own network may know none of them. */
function homeFor(
  world: World,
  caller: RunsAt,
  hint: string | undefined,
  jurisdiction: string | undefined,
): number {
  const regions = hint === undefined ? Object.keys(OBJECT_HOMES) : (HINT_STANDS_FOR[hint] ?? [hint]);
  const hinted = new Set(regions.flatMap((region) => OBJECT_HOMES[region] ?? []));
  const allowed = jurisdiction === undefined ? null : new Set(JURISDICTION_HOMES[jurisdiction]);
  const { pops } = world.geography;
  const sites = pops.flatMap(({ code }, site) =>
    hinted.has(code) && (allowed === null || allowed.has(code)) ? [site] : [],
  );
  // A jurisdiction is a promise, a hint is not.
  const inJurisdiction = pops.flatMap(({ code }, site) => (allowed?.has(code) === true ? [site] : []));
  const candidates = sites.length > 0 ? sites : inJurisdiction.length > 0 ? inJurisdiction : [...pops.keys()];
  let home = candidates[0] ?? 0;
  for (const site of candidates)
    if (wayUs(world, caller, { site, region: null }) < wayUs(world, caller, { site: home, region: null }))
      home = site;
  return home;
}

/** One way over the backbone between where code runs and an object; Infinity when there is none. */
export function wayUs({ geography, kernel }: World, from: RunsAt, home: RunsAt): number {
  const epoch = geography.epochIndexAt(kernel.nowUs());
  if (from.region !== null)
    return Math.ceil((geography.popToRegionUs(epoch, from.region)[home.site] ?? 0) / 2);
  if (from.site === home.site) return 0;
  return Math.ceil(geography.popToPopUs(epoch, from.site, home.site) / 2);
}

/** What an object is called with, on behalf of which request, and who waits for it. */
export interface ObjectCall {
  readonly journey: Journey;
  readonly input: CallInput;
  readonly reply: CallReply;
  /** Who asked; absent for events that nobody asked for. */
  readonly asked?: Asked;
}

/** Calls an object where it lives; one that sleeps is constructed first. */
export function callObject(world: World, object: DurableObject, asked: ObjectCall): HandlerCall {
  const life = awake(world, object, asked.journey);
  return callLife(world, life, asked);
}

/** Calls an object in one life of it. */
export function callLife(
  world: World,
  life: ObjectLife,
  { journey, input, reply, asked }: ObjectCall,
): HandlerCall {
  const { kernel } = world;
  const { compute } = life.object.namespace;
  const { at } = life.object;
  const call = new HandlerCall({
    ...furtherCallIds(world, journey),
    journey,
    compute,
    at,
    input,
    reply,
    life,
    asked,
  });
  call.host = life.host;
  objectWorks(world, life, input);
  life.host.pending++;
  const readyUs = Math.max(kernel.nowUs(), life.host.readyUs);
  kernel.schedule(
    readyUs,
    journeyKey(journey.id, journey.nextEvent()),
    EVENT.ready,
    world.handlerCalls.add(call),
    0,
  );
  return call;
}

function awake(world: World, object: DurableObject, journey: Journey): ObjectLife {
  const { life } = object;
  if (life !== null && !life.ended && life.broken === null) return life;
  const { compute } = object.namespace;
  const host = compute.startObject(FIRST_OBJECT_KEY + labelHash(object.id));
  const born: ObjectLife = {
    object,
    host,
    ended: false,
    broken: null,
    open: null,
    sections: 0,
    blocks: new Map(),
    current: null,
    running: false,
    constructing: true,
    waiting: [],
    beginning: [],
    sectionOf: new Map(),
    durableUs: 0,
    outbox: [],
    alarms: [],
    plainSockets: 0,
    calledUs: world.kernel.nowUs(),
    busySinceUs: null,
  };
  object.life = born;
  world.objects.byIsolate.set(host.isolate.id, born);
  const { id, name, jurisdiction, namespace } = object;
  const eventJson = JSON.stringify({ className: namespace.className, id, name, jurisdiction });
  callLife(world, born, {
    journey,
    input: { kind: 'construct', eventJson },
    reply: { responded: () => {}, failed: (failure) => breakLife(world, born, journey, failure) },
  });
  watchIdle(world, born, journey);
  return born;
}

/** Ends a life by a failure that everybody who waits for it gets; it is carried out once the code under way has come to rest. */
export function breakLife(world: World, life: ObjectLife, journey: Journey, failure: Failure): void {
  if (life.broken !== null || life.ended) return;
  life.broken = { ...failure, resets: true };
  life.object.resets++;
  life.object.lastReset = life.broken;
  const key = journeyKey(journey.id, journey.nextEvent());
  world.kernel.schedule(world.kernel.nowUs(), key, EVENT.broken, world.objects.broken.add(life), 0);
}

/** Looks now and then whether an object has been idle for long enough to sleep, or left alone for long enough to be put out of memory. */
function watchIdle(world: World, life: ObjectLife, journey: Journey): void {
  const { kernel, errands } = world;
  const { options } = life.object.namespace.store.plan;
  const idleUs = (options['hibernateAfterMs'] ?? OBJECT_FIGURES.hibernateAfterMs.value) * US_PER_MS;
  const look = (): void => {
    if (life.ended) return;
    const nowUs = kernel.nowUs();
    const busy = isBusy(life);
    const dueUs = busy ? evictedAtUs(world, life) : life.host.lastUsedUs + idleUs;
    if (dueUs <= nowUs) endLife(world, life);
    else schedule(busy ? Math.min(dueUs, nowUs + Math.max(idleUs, US_PER_MS)) : dueUs);
  };
  const schedule = (atUs: number): void =>
    kernel.schedule(
      Math.max(atUs, kernel.nowUs() + 1),
      journeyKey(journey.id, journey.nextEvent()),
      EVENT.errand,
      errands.add(look),
      0,
    );
  schedule(life.host.readyUs + idleUs);
}

/** The instance leaves memory; storage, alarm and kept sockets stay, and sockets with listeners of their own break off. */
export function endLife(world: World, life: ObjectLife): void {
  life.ended = true;
  objectRests(world, life, true);
  for (const { holder, client, unheard } of life.plainSockets > 0 ? world.sockets.values() : []) {
    if (holder.kind !== 'call' || holder.call.life !== life) continue;
    if (client === null) unheard.push(BROKEN_OFF);
    else client(BROKEN_OFF);
  }
  if (life.object.life === life) life.object.life = null;
  world.objects.byIsolate.delete(life.host.isolate.id);
  life.object.namespace.compute.dropObject(life.host);
}
