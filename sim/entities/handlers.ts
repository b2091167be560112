// The handlers that one arm runs: its own, the origin's behind it, the services bound to it, and those of declared hosts.
import type { Kernel } from '../kernel/kernel.ts';
import { type BilledAs, billedHost } from '../metrics/usage-meter.ts';
import type { Arm, HostPlan, Plan, ServicePlan } from '../plan.ts';
import { platforms } from '../platforms/index.ts';
import { nodeOrigin } from '../platforms/node-origin.ts';
import { withOptions } from '../platforms/options.ts';
import type { Platform } from '../platforms/platform.ts';
import type { HandlerStyle } from '../runtime/handler-style.ts';
import type { BindingSpec, Bundle, Realm } from '../runtime/types.ts';
import { storeKinds } from '../stores/index.ts';
import { US_PER_MS } from '../units.ts';
import { Compute } from './compute.ts';
import { ServerMemory } from './server-memory.ts';

/** Isolates of one handler have keys below this, so that those of another draw apart. */
const KEYS_PER_HANDLER = 1_000_000;

/** Where each handler of an arm runs its isolates. */
export interface Handlers {
  readonly own: Compute;
  /** The origin behind the arm's PoPs; null when the scenario names no handler for it. */
  readonly origin: Compute | null;
  /** By binding. */
  readonly services: ReadonlyMap<string, Compute>;
  /** By host, for hosts that are served by a handler. */
  readonly hosts: ReadonlyMap<string, Compute>;
  /** By class: the isolates of Durable Objects. */
  readonly objects: ReadonlyMap<string, Compute>;
  /** All of them. */
  readonly all: readonly Compute[];
  /** The servers that the arm's own code shares; null where it has instances or processes of its own. */
  readonly memory: ServerMemory | null;
}

interface HandlersOptions {
  readonly plan: Plan;
  readonly arm: Arm;
  readonly seed: number;
  readonly bundles: Readonly<Record<string, Bundle>>;
  readonly kernel: Kernel;
  readonly realm: Realm;
  /** Whether Durable Objects run in the isolate of the handler that declares them. */
  readonly oneProcess: boolean;
}

/** Builds the handlers of an arm. Services run where the arm's code runs; origins and hosts run as Node servers in their regions. */
export function createHandlers(options: HandlersOptions): Handlers {
  const { plan, arm, seed } = options;
  const all: Compute[] = [];
  const platform = platformOf(arm);
  const { serverMib } = platform.memory;
  const memory = serverMib === null ? null : new ServerMemory(serverMib.value);
  const fromUs = plan.warmupMs * US_PER_MS;
  const make = (
    handler: string,
    runsOn: Platform,
    bindings: readonly BindingSpec[],
    billedAs: BilledAs | null,
    style?: HandlerStyle,
    className = '',
    beside: Compute | null = null,
  ): Compute => {
    const bundle = options.bundles[handler];
    if (bundle === undefined) throw new Error(`no bundle for ${handler}`);
    const { kernel, realm } = options;
    const profile = plan.profiles[bundle.digest] ?? null;
    const firstKey = all.length * KEYS_PER_HANDLER;
    const compute = new Compute({
      memory: billedAs === 'own' ? memory : null,
      seed,
      windowUs: [fromUs, fromUs + plan.windowMs * US_PER_MS],
      kernel,
      realm,
      handler,
      bundle,
      platform: runsOn,
      profile,
      bindings,
      firstKey,
      billedAs,
      style,
      className,
      beside,
    });
    all.push(compute);
    return compute;
  };
  const stores = storesOf(arm);
  const services = Object.keys(plan.services).map((name) => ({ kind: 'service', name }) as const);
  const bindings = [...varsOf(arm.vars), ...services, ...stores];
  const own = make(arm.handler, platform, bindings, 'own', arm.style);
  const origin =
    plan.origin.handler === null
      ? null
      : make(plan.origin.handler, nodeOrigin, [...varsOf(arm.vars), ...stores], 'origin');
  const bound = boundServices(plan, (handler, vars) =>
    make(handler, platform, [...varsOf({ ...arm.vars, ...vars }), ...services, ...stores], 'own'),
  );
  const hosts = servingHosts(plan).map(
    ([name, host]) =>
      [name, make(host.handler, hostPlatform(host), varsOf(host.vars), billedHostOf(name, host))] as const,
  );
  const lender = options.oneProcess ? own : null;
  const objects = classesOf(arm).map(
    (name) => [name, make(arm.handler, platform, bindings, null, undefined, name, lender)] as const,
  );
  return {
    own,
    origin,
    services: new Map(bound),
    hosts: new Map(hosts),
    objects: new Map(objects),
    all,
    memory,
  };
}

/** The classes of its Durable Objects, each once. */
function classesOf({ stores }: Arm): string[] {
  return [...new Set(stores.flatMap(({ object }) => (object === undefined ? [] : [object.className])))];
}

/** Where each binding leads. Several exports of one handler share its isolates; what is bound twice alike are copies, each with its own. */
function boundServices(
  { services }: Plan,
  make: (handler: string, vars: ServicePlan['vars']) => Compute,
): (readonly [string, Compute])[] {
  const made = new Map<string, { compute: Compute; exports: Set<string> }>();
  return Object.entries(services).map(([name, { handler, vars, entrypoint, props }]) => {
    const code = JSON.stringify([handler, vars]);
    const exported = JSON.stringify([entrypoint, props]);
    const known = made.get(code);
    if (known !== undefined && !known.exports.has(exported)) {
      known.exports.add(exported);
      return [name, known.compute] as const;
    }
    const compute = make(handler, vars);
    made.set(code, { compute, exports: new Set([exported]) });
    return [name, compute] as const;
  });
}

function platformOf(arm: Arm): Platform {
  const row = platforms[arm.platform];
  if (row === undefined) throw new Error(`unknown platform ${arm.platform}`);
  return withOptions(row, arm.options);
}

type HandlerHost = Extract<HostPlan, { kind: 'handler' }>;

function servingHosts({ hosts }: Plan): [string, HandlerHost][] {
  return Object.entries(hosts).flatMap(([name, host]) => (host.kind === 'handler' ? [[name, host]] : []));
}

/** What a host's handler runs on: its own platform, or a server of others. */
function hostPlatform({ platform }: HandlerHost): Platform {
  if (platform === null) return nodeOrigin;
  const row = platforms[platform];
  if (row === undefined) throw new Error(`unknown platform ${platform}`);
  return row;
}

function billedHostOf(name: string, { platform }: HandlerHost): BilledAs | null {
  return platform === null ? null : billedHost(name);
}

function varsOf(vars: Readonly<Record<string, unknown>>): BindingSpec[] {
  return Object.entries(vars).map(
    ([name, value]) => ({ kind: 'var', name, value: value as string }) as const,
  );
}

function storesOf(arm: Arm): BindingSpec[] {
  return arm.stores.flatMap(({ binding: name, kind, object }): BindingSpec[] => {
    if (object !== undefined) return [{ kind: 'object', name, className: object.className }];
    const row = storeKinds[kind];
    const sort = row?.binding ?? 'cache';
    if (sort === 'url') return [{ kind: 'var', name, value: row?.http?.urlOf(name) ?? '' }];
    return sort === 'cache' || sort === 'object' ? [] : [{ kind: sort, name }];
  });
}
