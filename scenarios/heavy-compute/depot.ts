// The depot's API as one handler: where a van is costs next to nothing, the tour of a van costs tens of milliseconds of CPU.
import { lengthOf, shortTour, stopsOf } from './tour.ts';

const STOPS = 600;
const PASSES = 8;

export default {
  fetch(request: Request): Response {
    const { pathname } = new URL(request.url);
    const van = Number(/\d+$/.exec(pathname)?.[0] ?? 0);
    if (!pathname.startsWith('/tour/')) return Response.json({ van, at: stopsOf(van, 1)[0] });
    const tour = shortTour(stopsOf(van, STOPS), PASSES);
    return Response.json({ van, stops: tour.length, length: lengthOf(tour).toFixed(4) });
  },
};
