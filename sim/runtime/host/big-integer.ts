// Arithmetic of large integers that node:crypto does not offer.

/** The integer that bytes spell, most significant first. */
export function toBigInt(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

/** The bytes of an integer, most significant first, padded with zeros to `sizeBytes`. */
export function toBytes(value: bigint, sizeBytes: number): Buffer {
  return Buffer.from(value.toString(16).padStart(sizeBytes * 2, '0'), 'hex');
}

/** The inverse of a value that shares no factor with the modulus, by the extended Euclidean algorithm. */
export function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a > 1n) {
    const quotient = b / a;
    [a, b] = [b % a, a];
    [x, y] = [y - quotient * x, x];
  }
  return x < 0n ? x + modulus : x;
}
