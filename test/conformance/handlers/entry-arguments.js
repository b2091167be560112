// Shows what classes of handlers are handed beside their own env and ctx: the places of both, with nothing in them.
import { WorkerEntrypoint } from 'cloudflare:workers';

const kinds = (given) => [...given].map((one) => one?.constructor.name ?? String(one));

export default class extends WorkerEntrypoint {
  async fetch() {
    return Response.json({ given: kinds(arguments), own: [typeof this.env, this.ctx.constructor.name] });
  }
}
