// The experiment: which visitor sees which front page. The same answer wherever it is worked out, so a visitor never changes sides.

/** Share of visitors, in per cent, who see variant b. */
const SHARE_B = 20;

/** The visitor's side, from a hash of the visitor's id (FNV-1a, 32 bits): no store has to remember it. */
export function variantOf(cookie: string | null): 'a' | 'b' {
  const visitor = /(?:^|; )visitor=([^;]+)/.exec(cookie ?? '')?.[1] ?? '';
  let hash = 0x811c9dc5;
  for (let i = 0; i < visitor.length; i++) hash = Math.imul(hash ^ visitor.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % 100 < SHARE_B ? 'b' : 'a';
}
