// Every draw is a hash of seed, owner, label and number: adding a draw never shifts another, and every arm sees the same users.

/** FNV-1a of a label, so that each purpose has a stream of its own; compute once, at module level or in a table. */
export function labelHash(label: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < label.length; i++) {
    hash ^= label.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}

/** The murmur3 finaliser: every input bit changes every output bit with probability one half (Appleby, 2011). */
function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** 32 uniform bits for (seed, owner, label, n); owner may be any safe integer, label comes from `labelHash`. */
export function draw32(seed: number, owner: number, label: number, n: number): number {
  const high = Math.floor(owner / 4294967296);
  let h = mix(seed ^ 0x9e3779b9);
  h = mix(h ^ Math.imul(owner | 0, 0x85ebca77));
  h = mix((h + Math.imul(high, 0x27d4eb2f)) ^ label);
  h = mix(h ^ Math.imul(n + 1, 0x165667b1));
  return h >>> 0;
}

/** A uniform number in the open interval (0, 1) with 32 bits, for (seed, owner, label, n). */
export function uniform(seed: number, owner: number, label: number, n = 0): number {
  return (draw32(seed, owner, label, n) + 0.5) / 4294967296;
}

/** An exponential number with the given mean, by inversion. */
export function exponential(mean: number, seed: number, owner: number, label: number, n = 0): number {
  return -mean * Math.log(uniform(seed, owner, label, n));
}

/** A standard normal number by Box and Muller (1958); uses draws 2n and 2n+1 of its label. */
export function normal(seed: number, owner: number, label: number, n = 0): number {
  const radius = Math.sqrt(-2 * Math.log(uniform(seed, owner, label, 2 * n)));
  return radius * Math.cos(2 * Math.PI * uniform(seed, owner, label, 2 * n + 1));
}

/** A lognormal number with the given median and sigma of its logarithm. */
export function lognormal(
  median: number,
  sigma: number,
  seed: number,
  owner: number,
  label: number,
  n = 0,
): number {
  return median * Math.exp(sigma * normal(seed, owner, label, n));
}
