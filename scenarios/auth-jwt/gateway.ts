// The gateway at the PoP: only requests with a good token go on; what all members may read is kept at the PoP, without the token.
import { subjectOf } from './verify.ts';

interface Env {
  /** verify: check the signature here; ask: ask the issuer about every token (RFC 7662). */
  readonly MODE: 'verify' | 'ask';
  /** Whether the PoP keeps the issuer's keys for all of its isolates. */
  readonly JWKS_CACHE: 'pop' | 'none';
}

const ISSUER = 'https://login.example';

/** The issuer's keys, through the PoP's cache or past it. */
function jwks(env: Env): Promise<Response> {
  const url = `${ISSUER}/.well-known/jwks.json`;
  return env.JWKS_CACHE === 'pop' ? fetch(url, { cf: { cacheTtl: 600, cacheEverything: true } }) : fetch(url);
}

async function askIssuer(request: Request): Promise<string | null> {
  const token = request.headers.get('authorization')?.replace('Bearer ', '') ?? '';
  const answer = await fetch(`${ISSUER}/introspect`, {
    method: 'POST',
    body: new URLSearchParams({ token }),
  });
  const { active, sub } = (await answer.json()) as { active: boolean; sub?: string };
  return active ? (sub ?? null) : null;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const subject = env.MODE === 'ask' ? await askIssuer(request) : await subjectOf(request, () => jwks(env));
    if (subject === null) return new Response('Unauthorized', { status: 401 });
    // The origin lets in nobody but its gateways (mutual TLS), so it may believe this header.
    const headers = { 'x-subject': subject };
    const shared = new URL(request.url).pathname.startsWith('/articles/');
    return shared
      ? fetch(request.url, { headers, cf: { cacheTtl: 60, cacheEverything: true } })
      : fetch(request.url, { headers });
  },
};
