// Turns what became of a call into the answer that is printed.
import { STATUS_CODES } from 'node:http';
import type { HandlerCall } from '../entities/handler-call.ts';
import type { Journey } from '../entities/journey-state.ts';
import type { StorePlan } from '../plan.ts';
import { TABLE_META } from '../stores/durable-objects.ts';
import type { StoredEntry } from '../stores/store.ts';
import { msFromUs } from '../units.ts';
import type { World } from '../world.ts';
import { storeKinds } from '../stores/index.ts';
import {
  type CallAnswer,
  dumpAnswer,
  type EventAnswer,
  type RequestAnswer,
  type SocketAnswer,
} from './lines.ts';
import type { Notes } from './notes.ts';
import { unpackedBody } from './unpacked-body.ts';

/** A journey that is over, with what was noted of it. */
export interface Answered {
  readonly journey: Journey;
  readonly call: HandlerCall | null;
  readonly notes: Notes;
  readonly cpuMs: number;
}

/** What workerd says of a request that nothing will ever answer. */
const HUNG =
  "The Workers runtime canceled this request because it detected that your Worker's code had hung and would never generate a response.";

/** Outcomes that are told apart; whatever else goes wrong is an exception. */
const OUTCOMES = ['ok', 'exception', 'exceededCpu', 'exceededMemory', 'hung', 'originUnreachable'];

/** Headers that belong to one connection: a server keeps them to itself, whatever a handler says. */
const OF_CONNECTION = new Set(['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade']);

export function requestAnswerOf(world: World, answered: Answered): RequestAnswer {
  const { journey, notes, cpuMs } = answered;
  const { response } = journey;
  if (response === null) throw new Error(`journey ${journey.id} has no response`);
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < response.headers.length; i += 2) {
    const name = response.headers[i] ?? '';
    if (!OF_CONNECTION.has(name)) headers.push([name, response.headers[i + 1] ?? '']);
  }
  // What order fields had on the wire is each runtime's own affair; clients list them by name.
  headers.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    status: response.status,
    statusText: response.statusText || (STATUS_CODES[response.status] ?? ''),
    headers,
    ...bodyFields(journey.request.method === 'HEAD' ? null : unpackedBody(response.body, response.headers)),
    ops: notes.ops,
    console: notes.console,
    cpuMs,
    ...outcomeOf(answered),
    timing: {
      pop: world.geography.pops[journey.pop]?.code ?? world.arm.region,
      rttMs: msFromUs(journey.rttUs),
      ttfbMs: msFromUs(journey.ttfbUs),
      totalMs: msFromUs(journey.totalUs),
      cold: journey.cold,
      phases: journey.phases.map(({ kind, startUs, endUs, note }) => ({
        kind,
        startMs: msFromUs(startUs),
        endMs: msFromUs(endUs),
        note,
      })),
    },
  };
}

/** What came of a WebSocket: what was said on it, or the response in its stead. */
export function socketAnswerOf(
  answered: Answered,
  said: Pick<SocketAnswer, 'messages' | 'closed'>,
): SocketAnswer {
  const { response } = answered.journey;
  const body = response === null || response.status === 101 ? {} : bodyFields(response.body);
  return {
    status: response?.status ?? 0,
    ...said,
    ...body,
    console: answered.notes.console,
    ...outcomeOf(answered),
  };
}

export function eventAnswerOf(answered: Answered): EventAnswer {
  const { call, notes, cpuMs } = answered;
  const said = call?.eventOutcome ?? '';
  return {
    ...outcomeOf(answered),
    ...(said !== '' && { detail: JSON.parse(said) as unknown }),
    ops: notes.ops,
    console: notes.console,
    cpuMs,
  };
}

/** What the bindings hold, in the shape in which `--bindings` seeds them; of databases the rows of each table. */
export function dumpOf(world: World): CallAnswer {
  const dump: Record<string, Record<string, Record<string, unknown>>> = { kv: {}, d1: {}, r2: {} };
  const further: Record<string, Record<string, unknown>> = {};
  const objects: Record<string, ByObject> = {};
  const tables: Record<string, ByObject> = {};
  for (const [binding, { store, plan }] of world.stores) {
    if (plan.object !== undefined) {
      const held = objectsOf(world, plan.object.className);
      objects[binding] = { ...asleep(plan.seed, held.keys), ...held.keys };
      if (Object.keys(held.tables).length > 0) tables[binding] = held.tables;
    }
    const sort = storeKinds[plan.kind]?.binding ?? '';
    const entries = store.contents().map((entry) => [entry.key, shownEntry(sort, entry)] as const);
    const bindings = dump[sort];
    if (bindings !== undefined) bindings[binding] = Object.fromEntries(entries);
    if (sort === 'url' || sort === 'kvs') further[binding] = Object.fromEntries(entries);
  }
  return dumpAnswer.parse({
    ...dump,
    ...(Object.keys(further).length > 0 && { stores: further }),
    ...(Object.keys(objects).length > 0 && { durableObjects: objects }),
    ...(Object.keys(tables).length > 0 && { objectTables: tables }),
  });
}

function shownEntry(sort: string, { value, metaJson }: StoredEntry): unknown {
  // Redis holds its types as JSON, SQL databases the rows of a table, Edge Config any JSON or a text.
  if (sort === 'd1' || sort === 'url') return jsonOr(String(value));
  const plain = bodyFields(value);
  const text = plain.body ?? { base64: plain.bodyBase64 };
  if (metaJson === '') return text;
  const meta = JSON.parse(metaJson) as Record<string, unknown>;
  return sort === 'r2' ? { value: text, ...meta } : { value: text, metadata: meta };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** By name, or id where an object has none: what it holds by key, or by table. */
type ByObject = Record<string, Record<string, unknown>>;

/** Values by key are structured text parsed as JSON; tables are lists of rows. */
function objectsOf(world: World, className: string): { readonly keys: ByObject; readonly tables: ByObject } {
  const namespace = world.objects.namespaces.get(className);
  const keys: ByObject = {};
  const tables: ByObject = {};
  const nameOf = (id: string): string => namespace?.objects.get(id)?.name ?? id;
  for (const id of namespace?.objects.keys() ?? []) keys[nameOf(id)] = {};
  for (const { key, value, metaJson } of namespace?.store.store.contents() ?? []) {
    const space = key.indexOf(' ');
    const values = ((metaJson === TABLE_META ? tables : keys)[nameOf(key.slice(0, space))] ??= {});
    values[key.slice(space + 1)] = JSON.parse(String(value)) as unknown;
  }
  return { keys, tables };
}

/** What objects hold that nobody has called yet, by their names. */
function asleep(seed: StorePlan['seed'], known: ByObject): ByObject {
  const keys: ByObject = {};
  for (const { key: named, value } of seed) {
    const [name, key] = JSON.parse(named) as [string, string];
    if (!(name in known)) (keys[name] ??= {})[key] = JSON.parse(value) as unknown;
  }
  return keys;
}

function outcomeOf({ journey, notes }: Answered): Pick<RequestAnswer, 'outcome' | 'error'> {
  const { failure } = notes;
  const outcome = failure?.outcome ?? journey.outcome;
  if (outcome === 'ok') return { outcome };
  const message = outcome === 'hung' ? HUNG : (failure?.message ?? '');
  return {
    outcome: OUTCOMES.includes(outcome) ? outcome : 'exception',
    error: failure?.error ?? { name: 'Error', message },
  };
}

/** A body as text when its bytes are UTF-8, else in base64. */
function bodyFields(
  body: string | Uint8Array | null,
): { body: string } | { body?: never; bodyBase64: string } {
  if (body === null || typeof body === 'string') return { body: body ?? '' };
  try {
    return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body) };
  } catch {
    return { bodyBase64: Buffer.from(body).toString('base64') };
  }
}
