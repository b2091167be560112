// The first tier, at the PoP: what needs no data is answered here; a page comes from the second tier, and the PoP keeps it for everybody on that side of the test.
import { front } from './front.ts';

interface Env {
  readonly JWT_SECRET: string;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const fronted = await front(request, env.JWT_SECRET);
    if (fronted.kind === 'answer') return fronted.response;
    const page = `https://functions.example/${fronted.variant}/${fronted.word}`;
    return fetch(page, { cf: { cacheEverything: true, cacheTtl: 60 } });
  },
};
