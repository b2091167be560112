// The memory of servers that many handlers share: an isolate that needs room takes it from those that were used least recently.
import type { HandlerProfile } from '../plan.ts';
import type { Platform } from '../platforms/platform.ts';
import type { IsolateHost } from './isolate-host.ts';

const BYTES_PER_MIB = 1_048_576;

/** What decides whether an isolate may go. */
type Lodger = Pick<IsolateHost, 'pending' | 'assigned' | 'lastUsedUs' | 'idleUs'> & {
  readonly isolate: Pick<IsolateHost['isolate'], 'drop'>;
  readonly open: { readonly size: number };
};

/** An isolate in a server's memory, and the handler's isolates among which it is. */
interface Tenant {
  readonly host: Lodger;
  readonly bytes: number;
  readonly among: { delete(server: number): unknown };
}

/** What an isolate takes: its own part, the module, and one request at a time. */
export function isolateBytes(platform: Platform, profile: HandlerProfile | null): number {
  const heapBytes = (profile?.moduleHeapBytes ?? 0) + (profile?.requestHeapBytes ?? 0);
  return platform.memory.overheadMib.value * BYTES_PER_MIB + heapBytes;
}

/** The servers of all sites of an arm. */
export class ServerMemory {
  readonly #capacityBytes: number;
  readonly #tenants = new Map<number, Tenant[]>();
  /** Isolates that had to go although they were not idle for long enough to go by themselves. */
  evicted = 0;

  constructor(capacityMib: number) {
    this.#capacityBytes = capacityMib * BYTES_PER_MIB;
  }

  /** Takes in a fresh isolate of a server, in place of the one its handler had there, and makes room for it as far as others may go. */
  admit(server: number, tenant: Tenant, nowUs: number): void {
    const others = (this.#tenants.get(server) ?? []).filter(({ among }) => among !== tenant.among);
    const all = [...others, tenant];
    let usedBytes = all.reduce((sum, { bytes }) => sum + bytes, 0);
    for (const old of others.filter(mayGo).toSorted((a, b) => a.host.lastUsedUs - b.host.lastUsedUs)) {
      if (usedBytes <= this.#capacityBytes) break;
      old.host.isolate.drop();
      old.among.delete(server);
      all.splice(all.indexOf(old), 1);
      usedBytes -= old.bytes;
      if (nowUs - old.host.lastUsedUs <= old.host.idleUs) this.evicted++;
    }
    this.#tenants.set(server, all);
  }
}

/** Whether nothing runs in it and nothing is on its way to it. */
function mayGo({ host }: Tenant): boolean {
  return host.pending === 0 && host.assigned === 0 && host.open.size === 0;
}
