// The Worker at the PoP: a small picture from the PoP's cache, else made here from the original.
import { fetched } from './picture.ts';

export default {
  async fetch(request: Request, _env: unknown, ctx: ExecutionContext): Promise<Response> {
    const kept = await caches.default.match(request);
    if (kept !== undefined) return kept;
    const picture = await fetched(request);
    ctx.waitUntil(caches.default.put(request, picture.clone()));
    return picture;
  },
};

interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void;
}
