// Hosts and services of a scenario as the Plan holds them, and the handler modules that they need.
import type { HostPlan, Plan, RoutePlan } from '../plan.ts';
import type { Scenario } from './schema.ts';

type Host = Scenario['hosts'][string];

/** What handlers may ask of others, every value explicit. */
export function resolveHosts(scenario: Scenario): Pick<Plan, 'origin' | 'hosts' | 'services'> {
  return {
    origin: { handler: scenario.origin.handler ?? null },
    hosts: Object.fromEntries(Object.entries(scenario.hosts).map(([name, host]) => [name, hostPlan(host)])),
    services: resolveServices(scenario),
  };
}

/** A service by its name, or each of its copies by name and number. */
function resolveServices({ services }: Scenario): Plan['services'] {
  return Object.fromEntries(
    Object.entries(services).flatMap(([name, { handler, vars, copies, entrypoint, props }]) => {
      const service = {
        handler,
        vars,
        ...(entrypoint !== undefined && { entrypoint }),
        ...(props !== undefined && { props }),
      };
      return copies === null
        ? [[name, service] as const]
        : Array.from({ length: copies }, (_, n) => [`${name}${n}`, service] as const);
    }),
  );
}

/** The handler modules that only other handlers call. */
export function furtherHandlers(scenario: Scenario): string[] {
  const { origin, hosts, services } = scenario;
  const named = [
    origin.handler,
    ...Object.values(hosts).map((host) => host.handler),
    ...Object.values(services).map((service) => service.handler),
  ];
  return named.filter((handler) => handler !== undefined);
}

function hostPlan(host: Host): HostPlan {
  const { region, handler, vars, routes, platform = null } = host;
  if (handler !== undefined) return { region, kind: 'handler', handler, vars, platform };
  return { region, kind: 'routes', routes: (routes ?? [{ ...host, path: '/*' }]).map(routePlan) };
}

function routePlan(
  route: Pick<Host, 'status' | 'headers' | 'body' | 'size' | 'latency'> & {
    path: string;
    method?: string | undefined;
  },
): RoutePlan {
  return {
    method: route.method?.toUpperCase() ?? null,
    path: route.path,
    status: route.status,
    headers: Object.entries(route.headers),
    body: route.body ?? null,
    sizeBytes: Math.round(route.size ?? 0),
    latencyMs: route.latency,
  };
}
