// The router at the PoP: decides by the visitor's cookie and asks for that variant, which the PoP keeps for everybody on the same side.
import { variantOf } from './experiment.ts';

export default {
  async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    url.pathname = `/${variantOf(request.headers.get('cookie'))}${url.pathname}`;
    // Without the visitor's cookie: what is kept must not depend on it.
    return fetch(url, { cf: { cacheEverything: true } });
  },
};
