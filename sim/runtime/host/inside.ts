// Bytes of the host made anew inside the realm; nothing of the realm is called with anything of the host's on the way.
import type { Alloc } from './port.ts';

/** The host's own: code may have put another `set` on its realm's prototype, and that one would be handed the host's array. */
const set = Reflect.get<Uint8Array, 'set'>(Uint8Array.prototype, 'set');

/** A copy in an array of the realm. */
export function insideBytes(alloc: Alloc, bytes: Uint8Array): Uint8Array {
  const inside = alloc(bytes.length);
  set.call(inside, bytes);
  return inside;
}
