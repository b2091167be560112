// The third tier: the server that is always there and has the database. It answers small questions.
import { bySql, type Database } from './catalogue.ts';

export default {
  async fetch(request: Request, env: { readonly DB: Database }): Promise<Response> {
    const [, question = '', value = '0'] = new URL(request.url).pathname.split('/');
    const catalogue = bySql(env.DB);
    switch (question) {
      case 'on-shelf':
        return Response.json(await catalogue.onShelf(Number(value)));
      case 'price':
        return Response.json(await catalogue.price(Number(value)));
      case 'after':
        return Response.json(await catalogue.after(Number(value)));
      default:
        return new Response('No such question', { status: 404 });
    }
  },
};
