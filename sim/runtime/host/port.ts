// Assembles the host half of the runtime: every group of host functions that in-realm code may call.
import type { EmitPort, HostPort } from '../web/host-port.ts';

/** Makes a byte array of the realm; the only way in which the host makes objects for it. */
export type Alloc = (sizeBytes: number) => Uint8Array;

/** All host functions of one realm; each group keeps its own small state, none of it shared between realms. */
export function createHostPort(_alloc: Alloc, emit: EmitPort): HostPort {
  return { emit };
}
