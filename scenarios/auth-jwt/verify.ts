// Verifies the issuer's tokens (ES256) with jose against its published keys; where the keys come from is the caller's business.
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';

const EXPECTED = { issuer: 'https://login.example', audience: 'app', algorithms: ['ES256'] };

/** How long keys stay in memory. */
const KEPT_MS = 600_000;

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** The issuer's keys as this isolate last saw them: lost with it, like everything at module level. */
let kept: { keys: KeySet; untilMs: number } | undefined;

/** Keys from memory, else as `load` fetches them. */
async function keySet(load: () => Promise<Response>): Promise<KeySet> {
  if (kept !== undefined && Date.now() < kept.untilMs) return kept.keys;
  const response = await load();
  kept = { keys: createLocalJWKSet((await response.json()) as JSONWebKeySet), untilMs: Date.now() + KEPT_MS };
  return kept.keys;
}

/** The subject of a request's token; null when there is none, or it is forged, expired or meant for somebody else. */
export async function subjectOf(request: Request, load: () => Promise<Response>): Promise<string | null> {
  const token = request.headers.get('authorization')?.replace('Bearer ', '');
  if (token === undefined) return null;
  try {
    const { payload } = await jwtVerify(token, await keySet(load), EXPECTED);
    return payload.sub ?? null;
  } catch {
    return null;
  }
}
