// Baskets in module scope: one line of code, right on one server with one process, and as many baskets as there are isolates elsewhere.
import { putIn } from './basket.ts';

const baskets = new Map<string, number>();

function add(visit: string): number {
  const inBasket = (baskets.get(visit) ?? 0) + 1;
  baskets.set(visit, inBasket);
  return inBasket;
}

export default { fetch: (request: Request): Promise<Response> => putIn(request, { add }) };
