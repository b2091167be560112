// Instances of a site that are made as requests need them: reused most recently first, gone after a time without work.
import type { IsolateHost } from './isolate-host.ts';

/** The instances of one handler, by site. */
export class Pool {
  readonly #bySite = new Map<number, IsolateHost[]>();
  #alive = 0;
  /** Instance time that has ended, from start to eviction, clipped to the window. */
  #endedUs = 0;
  readonly #windowUs: readonly [number, number];

  constructor(windowUs: readonly [number, number]) {
    this.#windowUs = windowUs;
  }

  /** Instances alive now. */
  get alive(): number {
    return this.#alive;
  }

  /** All instances of a site; the most recently used stands last. */
  at(site: number): readonly IsolateHost[] {
    return this.#bySite.get(site) ?? [];
  }

  add(site: number, host: IsolateHost): void {
    const hosts = this.#bySite.get(site);
    if (hosts === undefined) this.#bySite.set(site, [host]);
    else hosts.push(host);
    this.#alive++;
  }

  /** The instance has just got work: it will be asked first. */
  use(site: number, host: IsolateHost): void {
    const hosts = this.#bySite.get(site) ?? [];
    if (hosts.at(-1) === host) return;
    hosts.splice(hosts.indexOf(host), 1);
    hosts.push(host);
  }

  /** Takes an instance away at an instant. */
  remove(site: number, host: IsolateHost, atUs: number): void {
    const hosts = this.#bySite.get(site);
    const index = hosts?.indexOf(host) ?? -1;
    if (index < 0) return;
    hosts?.splice(index, 1);
    host.isolate.drop();
    this.#alive--;
    this.#endedUs += this.#inWindowUs(host.bornUs, atUs);
  }

  /** Time that instances have existed in the window, all together, up to an instant. */
  instanceUs(nowUs: number): number {
    let sum = this.#endedUs;
    for (const hosts of this.#bySite.values())
      for (const { bornUs } of hosts) sum += this.#inWindowUs(bornUs, nowUs);
    return sum;
  }

  #inWindowUs(fromUs: number, toUs: number): number {
    const [startUs, endUs] = this.#windowUs;
    return Math.max(0, Math.min(toUs, endUs) - Math.max(fromUs, startUs));
  }
}
