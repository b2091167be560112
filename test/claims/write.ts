// `npm run claims`: runs what the claims are held against, and writes the page.
import { writeFileSync } from 'node:fs';
import { gatherEvidence } from './evidence.ts';
import { claimsPage } from './page.ts';

const PAGE = 'scenarios/claims/README.md';
writeFileSync(PAGE, claimsPage(await gatherEvidence()));
console.log(`Written: ${PAGE}`);
