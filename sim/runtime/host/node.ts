// The host half of Node's modules: hashing, key derivation and what tells objects apart, synchronous over the realm's bytes.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, createHmac, hkdfSync, pbkdf2Sync, scryptSync } from 'node:crypto';
import { inspect, types } from 'node:util';
import type { InspectOptions } from 'node:util';
import type { NodePort } from '../web/node-port.ts';
import { createNodeAgreement } from './node-agreement.ts';
import { createNodeCiphers } from './node-ciphers.ts';
import { createNodeZlib } from './node-zlib.ts';
import { insideBytes } from './inside.ts';
import type { Alloc } from './port.ts';

/** Memory that scrypt may use, as Node's documentation gives it: 128 · N · r, with room. */
const SCRYPT_MEMORY_FACTOR = 256;

/** The host functions of Node's modules; `alloc` makes the realm's byte arrays. */
export function createNodePort(alloc: Alloc): NodePort {
  const storage = new AsyncLocalStorage<object>();
  function attempt(work: () => Uint8Array): Uint8Array | null {
    try {
      return insideBytes(alloc, work());
    } catch {
      return null;
    }
  }
  return {
    digest: (algorithm, data, sizeBytes) =>
      attempt(() =>
        createHash(algorithm, sizeBytes === 0 ? {} : { outputLength: sizeBytes })
          .update(data)
          .digest(),
      ),
    hmac: (algorithm, key, data) => attempt(() => createHmac(algorithm, key).update(data).digest()),
    pbkdf2: (algorithm, password, salt, iterations, sizeBytes) =>
      attempt(() => pbkdf2Sync(password, salt, iterations, sizeBytes, algorithm)),
    scrypt: (password, salt, sizeBytes, cost, blockSize, parallelization) =>
      attempt(() => {
        const maxmem = SCRYPT_MEMORY_FACTOR * cost * blockSize;
        return scryptSync(password, salt, sizeBytes, { cost, blockSize, parallelization, maxmem });
      }),
    hkdf: (algorithm, key, salt, info, sizeBytes) =>
      attempt(() => new Uint8Array(hkdfSync(algorithm, key, salt, info, sizeBytes))),
    ...createNodeCiphers(alloc),
    ...createNodeAgreement(alloc),
    ...createNodeZlib(alloc),
    look(value, options) {
      try {
        // Without its own words: no function of the realm is given anything of the host.
        return inspect(value, { ...(JSON.parse(options) as InspectOptions), customInspect: false });
      } catch {
        return '[object that cannot be shown]';
      }
    },
    isProxy: (value) => types.isProxy(value),
    context: () => storage.getStore(),
    setContext(frame) {
      // The type knows no way to say "none", which is what the engine begins with.
      storage.enterWith(frame as object);
    },
  };
}
