// What to do instead: a Durable Object for each visit, made near the visitor, found from anywhere.
import { DurableObject } from 'cloudflare:workers';
import { putIn } from './basket.ts';

interface Env {
  readonly BASKET: { getByName(visit: string): { add(): Promise<number> } };
}

export class Basket extends DurableObject {
  add(): number {
    const inBasket = (this.ctx.storage.kv.get<number>('things') ?? 0) + 1;
    this.ctx.storage.kv.put('things', inBasket);
    return inBasket;
  }
}

export default {
  fetch: (request: Request, env: Env): Promise<Response> =>
    putIn(request, { add: (visit) => env.BASKET.getByName(visit).add() }),
};
