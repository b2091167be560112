// The free seats of a concert: in a key-value store with copies everywhere, or in one Durable Object that everybody asks.
import { DurableObject } from 'cloudflare:workers';

interface Env {
  readonly STORE: string;
  readonly KV: { get(key: string): Promise<string | null>; put(key: string, value: string): Promise<void> };
  readonly SEATS: { getByName(name: string): { look(): Promise<number>; book(): Promise<number> } };
}

/** The one place where seats are counted. */
export class Seats extends DurableObject {
  async look(): Promise<number> {
    return (await this.ctx.storage.get<number>('free')) ?? 500;
  }

  async book(): Promise<number> {
    const free = (await this.look()) - 1;
    await this.ctx.storage.put('free', free);
    return free;
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const books = request.method === 'POST';
    if (env.STORE === 'object') {
      const seats = env.SEATS.getByName('concert');
      return new Response(String(books ? await seats.book() : await seats.look()));
    }
    const free = Number(await env.KV.get('/seats')) - (books ? 1 : 0);
    if (books) await env.KV.put('/seats', String(free));
    return new Response(String(free));
  },
};
