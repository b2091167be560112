// The API in Virginia: articles for members, and what belongs to one member. It believes its gateways, and checks the tokens of everybody else.
import { subjectOf } from './verify.ts';

const TEXT = 'A paragraph that members have paid for. '.repeat(100);

export default {
  async fetch(request: Request): Promise<Response> {
    const jwks = (): Promise<Response> => fetch('https://login.example/.well-known/jwks.json');
    const subject = request.headers.get('x-subject') ?? (await subjectOf(request, jwks));
    if (subject === null) return new Response('Unauthorized', { status: 401 });
    const { pathname } = new URL(request.url);
    const body = pathname === '/me' ? { subject, plan: 'yearly' } : { pathname, text: TEXT };
    return Response.json(body, { headers: { 'cache-control': 'private, no-store' } });
  },
};
