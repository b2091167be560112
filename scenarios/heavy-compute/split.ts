// What to do instead: the PoP answers what is cheap and sends what is heavy to a server that has the CPU for it.
import { stopsOf } from './tour.ts';

export default {
  fetch(request: Request): Response | Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/tour/')) return fetch(request);
    const van = Number(/\d+$/.exec(pathname)?.[0] ?? 0);
    return Response.json({ van, at: stopsOf(van, 1)[0] });
  },
};
