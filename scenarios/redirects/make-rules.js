// Writes rules.txt, 50,000 old paths with their new ones, sorted by the old path: `node scenarios/redirects/make-rules.js`.
import { writeFileSync } from 'node:fs';

const lines = Array.from({ length: 50_000 }, (_, n) => `/p/${n} /shop/lamps/${n}-brass`);
const text = lines.toSorted((a, b) => (a < b ? -1 : 1)).join('\n');
writeFileSync(new URL('rules.txt', import.meta.url), `${text}\n`);
