// How many of the writes of each kind of request are followed to every PoP.
import type { Plan } from '../plan.ts';

/** Requests with a body are those that may write; each such class gets an equal part of the writes that are followed. */
export function followShares(plan: Plan): Map<string, number> {
  const { classes, requestsPerSecond } = plan.workload;
  const weights = classes.reduce((sum, one) => sum + one.weight, 0);
  const writing = classes.filter((one) => one.method !== 'GET' && one.method !== 'HEAD');
  const requests = (requestsPerSecond * (plan.warmupMs + plan.windowMs)) / 1000;
  return new Map(
    writing.map((one) => [
      one.name,
      Math.min(1, plan.sampledWrites / writing.length / ((requests * one.weight) / weights)),
    ]),
  );
}
