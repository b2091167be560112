// Finds for a recorded request the kind of request of the scenario that it is: same method, and a path that fits the template.
import type { RequestClass } from '../plan.ts';

/** Gives the index of the first class that a method and path fit, or -1; a query is ignored where the template has none. */
export function classFinder(classes: readonly RequestClass[]): (method: string, path: string) => number {
  const templates = classes.map(({ method, path }) => ({ method, pattern: patternOf(path) }));
  return (method, path) =>
    templates.findIndex((template) => template.method === method && template.pattern.test(path));
}

function patternOf(template: string): RegExp {
  const parts = template
    .split(/\{[a-z]+\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const query = template.includes('?') ? '' : String.raw`(?:\?\S*)?`;
  return new RegExp(`^${parts.join('[^/?]*')}${query}$`);
}
