// How many references one isolate holds to what others offered, and which of those it has passed on.
import type { Capability, Destination } from './handle.ts';

function keyOf({ isolate, id }: Capability): string {
  return `${isolate} ${id}`;
}

function capabilityOf({ details }: Destination): Capability | undefined {
  return (details as { cap?: Capability }).cap;
}

/** References that an isolate holds, by the isolate that offered and its number there. */
export class References {
  readonly #held = new Map<string, number>();
  readonly #passedOn = new Set<string>();

  /** Takes one reference more or gives one up; how many are left. */
  count(to: Destination, by: 1 | -1): number {
    const cap = capabilityOf(to);
    if (cap === undefined) return 0;
    const key = keyOf(cap);
    const left = (this.#held.get(key) ?? 0) + by;
    if (left > 0) this.#held.set(key, left);
    else this.#held.delete(key);
    return left;
  }

  holds(cap: Capability): boolean {
    return this.#held.has(keyOf(cap));
  }

  /** Notes that others have it from here: they may keep it for longer. */
  passOn(to: Destination): void {
    const cap = capabilityOf(to);
    if (cap !== undefined) this.#passedOn.add(keyOf(cap));
  }

  wasPassedOn(cap: Capability): boolean {
    return this.#passedOn.has(keyOf(cap));
  }
}
