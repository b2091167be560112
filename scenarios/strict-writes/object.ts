// The same sale with the count in one Durable Object: whoever asks for a seat stands in one line, wherever the object lives.
import { DurableObject } from 'cloudflare:workers';

const SEATS = 40;

interface Env {
  readonly CONCERT: { getByName(name: string): { left(): Promise<number>; take(): Promise<boolean> } };
  readonly TICKETS: { put(key: string, value: string): Promise<unknown> };
}

export class Concert extends DurableObject {
  left(): number {
    return this.ctx.storage.kv.get<number>('left') ?? SEATS;
  }

  /** Read and write without a wait between them: nobody else comes in between, and the answer leaves when the write is safe. */
  take(): boolean {
    const left = this.left();
    if (left > 0) this.ctx.storage.kv.put('left', left - 1);
    return left > 0;
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const concert = env.CONCERT.getByName('tonight');
    if (request.method === 'GET') return Response.json({ seats: await concert.left() });
    if (!(await concert.take())) return Response.json({ sold: 'out' }, { status: 409 });
    const buyer = new URL(request.url).pathname.slice(1);
    await env.TICKETS.put(buyer, `One seat for ${buyer}`);
    return Response.json({ ticket: buyer });
  },
};
