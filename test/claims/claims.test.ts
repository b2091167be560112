// The page of claims says what the runs say today: nothing on it is typed in.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { gatherEvidence } from './evidence.ts';
import { claimsPage } from './page.ts';

test('the page of claims is what its runs give', { timeout: 120_000 }, async () => {
  expect(claimsPage(await gatherEvidence())).toBe(readFileSync('scenarios/claims/README.md', 'utf8'));
});
