// Which host answers a request that code sends out: one that the scenario declares, or the origin behind the site.
import type { Compute } from '../entities/compute.ts';
import type { HandlerCall, RunsAt } from '../entities/handler-call.ts';
import type { RoutePlan } from '../plan.ts';
import type { World } from '../world.ts';

/** Where a request goes, and what answers it there. */
export interface Target {
  readonly host: string;
  readonly region: string;
  /** A handler there, or what it answers by path. */
  readonly serves: Compute | readonly RoutePlan[];
  readonly at: RunsAt;
  /** The PoPs keep connections to their own origin open, as a CDN does; others are opened when they are needed. */
  readonly ownOrigin: boolean;
}

/** The host's own entry, else the origin for the site's own host, else the entry `*`; null when the scenario has none. */
export function targetOf(world: World, call: HandlerCall, url: string): Target | null {
  const { plan, arm, handlers, geography } = world;
  const { host } = new URL(url);
  const own = host === new URL(call.journey.request.url).host;
  if (own && handlers.origin !== null && !Object.hasOwn(plan.hosts, host)) {
    const { region } = arm;
    const at = { site: geography.pops.length, region };
    return { host, region, serves: handlers.origin, at, ownOrigin: true };
  }
  const name = Object.hasOwn(plan.hosts, host) ? host : '*';
  const declared = plan.hosts[name];
  if (declared === undefined) return null;
  const serves = declared.kind === 'routes' ? declared.routes : handlers.hosts.get(name);
  if (serves === undefined) throw new Error(`host ${name} has no handler`);
  const { region } = declared;
  const site = geography.pops.length + 1 + Object.keys(plan.hosts).indexOf(name);
  return { host, region, serves, at: { site, region }, ownOrigin: own && region === arm.region };
}

/** What the code is told of a host that nobody declared: the key to add, and how. */
export function undeclared(url: string): string {
  const { host } = new URL(url);
  return (
    `fetch to ${host}: the scenario declares no such host. Add it under "hosts:", for example ` +
    `hosts: { ${JSON.stringify(host)}: { region: aws:us-east-1, latency: 20ms } } ` +
    '(antipode call: or --upstream <module>).'
  );
}

/** The first route that fits a request, or null. */
export function routeOf(routes: readonly RoutePlan[], method: string, url: string): RoutePlan | null {
  const { pathname } = new URL(url);
  const fits = ({ method: wanted, path }: RoutePlan): boolean =>
    (wanted === null || wanted === method) &&
    (path.endsWith('*') ? pathname.startsWith(path.slice(0, -1)) : pathname === path);
  return routes.find(fits) ?? null;
}
