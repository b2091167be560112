// The token check of the flagship for bench programs: its file, its secret, and requests that carry a token.
import { readFileSync } from 'node:fs';
import type { BenchScenario } from './whole-trial.ts';

export const TOKEN_SECRET = 'a-secret-for-the-bench-only';

/** By its name beside the handler. */
export const TOKEN_FILE: Readonly<Record<string, string>> = {
  'token.ts': readFileSync(new URL('../../scenarios/flagship/token.ts', import.meta.url), 'utf8'),
};

export const TOKEN_SCENARIO: BenchScenario = {
  requests: [{ name: 'me', get: '/me', headers: { authorization: 'Bearer {jwt}' } }],
  jwt: { secret: TOKEN_SECRET, issuer: 'bench' },
  vars: { SECRET: TOKEN_SECRET },
};
