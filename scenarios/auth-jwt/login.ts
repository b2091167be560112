// The issuer, another company in Ireland: publishes its keys, and says of a token whether it is good (RFC 7662).
import { createLocalJWKSet, jwtVerify } from 'jose';
import jwks from './jwks.json' with { type: 'json' };

const keys = createLocalJWKSet(jwks);

export default {
  async fetch(request: Request): Promise<Response> {
    if (new URL(request.url).pathname !== '/introspect')
      return Response.json(jwks, { headers: { 'cache-control': 'public, max-age=600' } });
    const token = new URLSearchParams(await request.text()).get('token') ?? '';
    const checked = jwtVerify(token, keys, { audience: 'app', algorithms: ['ES256'] });
    return checked.then(
      ({ payload }) => Response.json({ active: true, sub: payload.sub }),
      () => Response.json({ active: false }),
    );
  },
};
