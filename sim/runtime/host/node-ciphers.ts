// The host half of node:crypto's ciphers: each belongs to an object of the realm and goes on from piece to piece.
import { createCipheriv, createDecipheriv, getCipherInfo } from 'node:crypto';
import type { CipherGCM, CipherGCMTypes, DecipherGCM } from 'node:crypto';
import type { NodePort } from '../web/node-port.ts';
import { insideBytes } from './inside.ts';
import type { Alloc } from './port.ts';

const NOTHING = Buffer.alloc(0);

/** What is wrong with a cipher's name, or with the sizes of its key and vector; empty for nothing. */
function mistakeOf(algorithm: string, keyBytes: number, ivBytes: number): string {
  const info = getCipherInfo(algorithm);
  if (info === undefined) return `Unknown or unsupported cipher: ${algorithm}`;
  if (info.keyLength !== keyBytes) return 'Invalid key length';
  const anyIv = info.mode === 'gcm' && ivBytes > 0;
  return anyIv || (info.ivLength ?? 0) === ivBytes ? '' : 'Invalid initialization vector';
}

function act(cipher: CipherGCM | DecipherGCM, verb: string, data: Uint8Array): Uint8Array {
  switch (verb) {
    case 'update':
      return cipher.update(data);
    case 'final':
      return cipher.final();
    case 'tag':
      return 'getAuthTag' in cipher ? cipher.getAuthTag() : NOTHING;
    case 'aad':
      cipher.setAAD(data);
      return NOTHING;
    case 'padding':
      cipher.setAutoPadding(data[0] === 1);
      return NOTHING;
    default:
      if ('setAuthTag' in cipher) cipher.setAuthTag(data);
      return NOTHING;
  }
}

/** The functions of ciphers; `alloc` makes the realm's byte arrays. */
export function createNodeCiphers(alloc: Alloc): Pick<NodePort, 'cipherOpen' | 'cipherCall' | 'cipherInfo'> {
  const ciphers = new WeakMap<object, CipherGCM | DecipherGCM>();
  return {
    cipherOpen(...[owner, algorithm, encrypts, key, iv, tagBytes]) {
      const mistake = mistakeOf(algorithm, key.length, iv.length);
      if (mistake !== '') return mistake;
      const create = encrypts ? createCipheriv : createDecipheriv;
      // The platform does not shorten the tags of GCM.
      const isGcm = getCipherInfo(algorithm)?.mode === 'gcm';
      const options = tagBytes === 0 || isGcm ? {} : { authTagLength: tagBytes };
      try {
        // A mode without an initialisation vector wants null, not an empty one.
        const vector = iv.length === 0 ? null : iv;
        ciphers.set(owner, create(algorithm as CipherGCMTypes, key, vector as Uint8Array, options));
        return '';
      } catch (error) {
        return String(Object(error).message);
      }
    },
    cipherCall(owner, verb, data) {
      const cipher = ciphers.get(owner);
      try {
        return cipher === undefined ? null : insideBytes(alloc, act(cipher, verb, data));
      } catch {
        return null;
      }
    },
    cipherInfo(algorithm, keyLength, ivLength) {
      const asked = {
        ...(keyLength === 0 ? {} : { keyLength }),
        ...(ivLength === 0 ? {} : { ivLength }),
      };
      const info = getCipherInfo(algorithm, asked);
      if (info === undefined) return '';
      const { name, nid, blockSize = 1, ivLength: vectorBytes, keyLength: keyBytes, mode } = info;
      return JSON.stringify({ name, nid, blockSize, ivLength: vectorBytes, keyLength: keyBytes, mode });
    },
  };
}
